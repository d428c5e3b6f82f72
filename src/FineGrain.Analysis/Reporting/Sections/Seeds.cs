using System.Globalization;
using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>How much the choice of seed moves the scores.</summary>
internal static class Seeds
{
    public static Html Draw(IReadOnlyList<Score> scores)
    {
        var html = new Html();
        var spreads = SeedSpread.Of(scores.Where(s => !s.Metric.Contains(':', StringComparison.Ordinal))).Where(s => s.Values.Count > 1).ToList();
        if (spreads.Count == 0) return html;
        html.Raw("<h2 id=\"seeds\">Over seeds</h2><div class=\"grid\"><div class=\"card w12\"><p class=\"note\">Mean ± standard deviation over training seeds, and the 95% t interval of the mean.</p><div class=\"scroll\"><table><thead><tr><th>Split</th><th>Metric</th><th class=\"num\">Mean ± deviation</th><th class=\"num\">95% t interval</th><th>Each seed</th></tr></thead><tbody>");
        foreach (var s in spreads)
        {
            var name = s.Metric.Metric;
            var deviation = MetricNames.IsShare(name) ? (100 * s.Deviation).ToString("0.0", CultureInfo.InvariantCulture) : s.Deviation.ToString("0.000", CultureInfo.InvariantCulture);
            html.Add($"<tr><td>{s.Metric.Split}</td><td class=\"label\">{Words.Title(name)}</td><td class=\"num\"><b>{Words.Value(name, s.Mean)}</b> ± {deviation}</td><td class=\"num\">{Words.Interval(s.ToScore())}</td><td class=\"seeds\">");
            foreach (var v in s.Values) html.Add($"<span><i>{v.Seed}</i>{Words.Value(name, v.Value)}</span>");
            html.Raw("</td></tr>");
        }
        return html.Raw("</tbody></table></div></div></div>");
    }
}
