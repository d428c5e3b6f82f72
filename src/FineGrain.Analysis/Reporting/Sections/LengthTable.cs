using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Reporting.Drawing;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>The headline metric by quarter of text length.</summary>
internal static class LengthTable
{
    public static Html Draw(EvaluationResult evaluation)
    {
        var html = new Html();
        if (evaluation.Lengths.Count < 2) return html;
        var metric = evaluation.Headline.Metric;
        html.Add($"<div class=\"card\"><h3>By length</h3><p class=\"note\">{Words.Title(metric)} by length of the text in characters, cut at the quartiles.</p><div class=\"scroll\"><table><thead><tr><th>Characters</th><th class=\"num\">{(evaluation.Options.Target is "spans" or "triplets" ? "Gold" : "Examples")}</th><th>{Words.Title(metric)}</th><th class=\"ci-small\">95% interval</th></tr></thead><tbody>");
        foreach (var slice in evaluation.Lengths)
        {
            var cell = MetricNames.IsShare(metric) ? Bars.Cell(slice.Score) : new Html().Add($"{Words.Value(metric, slice.Score.Value)}");
            html.Add($"<tr><td>{slice.Shortest}–{slice.Longest}</td><td class=\"num\">{Words.Count(slice.Score.Support)}</td><td>{cell}</td><td class=\"ci-small\">{Words.Interval(slice.Score)}</td></tr>");
        }
        return html.Raw("</tbody></table></div></div>");
    }
}
