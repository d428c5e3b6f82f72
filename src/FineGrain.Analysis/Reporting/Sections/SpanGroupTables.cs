using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Analysis.Reporting.Drawing;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>F1 by novelty, frequency and length of the span.</summary>
internal static class SpanGroupTables
{
    public static Html Draw(SpanAnalysis analysis)
    {
        var html = new Html();
        foreach (var group in analysis.Groups)
        {
            var (title, note, column) = group.Name switch
            {
                "novelty" => ("Seen and unseen", "Whether the very words were annotated in the training data.", "In train"),
                "frequency" => ("By frequency", "How often train has the very words with that label.", "Times in train"),
                _ => ("By length of the span", "In words; in Chinese and Japanese, in characters.", "Words"),
            };
            html.Add($"<div class=\"card w6\"><h3>{title}</h3><p class=\"note\">{note}</p><div class=\"scroll\"><table><thead><tr><th>{column}</th><th class=\"num\">Gold</th><th>F1</th><th class=\"ci-small\">95% interval</th></tr></thead><tbody>");
            foreach (var slice in group.Slices)
                html.Add($"<tr><td>{slice.Name}</td><td class=\"num\">{Words.Count(slice.Count.Gold)}</td><td title=\"precision {Words.Percent(slice.Count.Precision)}, recall {Words.Percent(slice.Count.Recall)}\">{Bars.Cell(slice.F1)}</td><td class=\"ci-small\">{Words.Interval(slice.F1)}</td></tr>");
            html.Raw("</tbody></table></div></div>");
        }
        return html;
    }
}
