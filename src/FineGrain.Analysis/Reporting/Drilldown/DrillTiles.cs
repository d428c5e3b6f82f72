using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Reporting.Drawing;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>The main scores of the first model, each with its interval.</summary>
internal static class DrillTiles
{
    private const int Most = 6;

    private static readonly Dictionary<string, string[]> Shown = new(StringComparer.Ordinal)
    {
        ["label"] = ["accuracy", "macro-f1", "matthews", "log-loss", "ece"],
        ["labels"] = ["micro-f1", "macro-f1", "subset-accuracy", "micro-precision", "micro-recall"],
        ["categories"] = ["macro-f1", "accuracy", "mentioned-accuracy", "subset-accuracy"],
        ["number"] = ["mae", "rmse", "pearson", "spearman"],
    };

    public static Html Draw(DrillData data, Phrases t)
    {
        var scores = data.Evaluation.Scores;
        IEnumerable<Score> shown = Shown.TryGetValue(data.Evaluation.Options.Target, out var names)
            ? names.Select(n => scores.FirstOrDefault(s => s.Metric == n)).OfType<Score>()
            : scores.Where(s => !s.Metric.Contains(':', StringComparison.Ordinal)).Take(Most);
        var html = new Html().Raw("<div class=\"tiles\">");
        var lead = true;
        foreach (var s in shown)
        {
            var value = double.IsNaN(s.Value) ? t["undefined"] : Words.Value(s.Metric, s.Value);
            html.Add($"<div class=\"tile{(lead ? " lead" : "")}\"><div class=\"name\">{Title(s.Metric, t)}</div><div class=\"big\">{value}</div>");
            if (MetricNames.IsShare(s.Metric)) html.Add(Bars.Range(s));
            html.Add($"<div class=\"ci\">{(lead ? t["95% interval"] + " " : "")}{(double.IsNaN(s.Low) ? t["no interval"] : Words.Interval(s))}</div></div>");
            lead = false;
        }
        return html.Raw("</div>");
    }

    /// <summary>Names of metrics that have no title of their own stay as they are in scores.json.</summary>
    public static string Title(string metric, Phrases t) => Words.Title(metric) is var title && title != metric ? t[title] : metric;
}
