using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Reporting.Drawing;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>The main scores, each with its interval.</summary>
internal static class ScoreTiles
{
    private static readonly Dictionary<string, string[]> Shown = new()
    {
        ["label"] = ["accuracy", "macro-f1", "matthews", "log-loss", "ece"],
        ["labels"] = ["micro-f1", "macro-f1", "subset-accuracy", "micro-precision", "micro-recall"],
        ["categories"] = ["macro-f1", "accuracy", "mentioned-accuracy", "subset-accuracy"],
        ["spans"] = ["span-f1", "span-precision", "span-recall", "span-macro-f1", "span-lenient-f1"],
        ["triplets"] = ["triplet-f1", "triplet-precision", "triplet-recall", "triplet-pair-f1", "triplet-lenient-f1"],
        ["number"] = ["mae", "rmse", "pearson", "spearman"],
    };

    public static Html Draw(EvaluationResult evaluation)
    {
        var html = new Html().Raw("<div class=\"tiles\">");
        var lead = true;
        foreach (var s in Shown[evaluation.Options.Target].Select(name => evaluation.Scores.FirstOrDefault(s => s.Metric == name)).OfType<Core.Score>())
        {
            var value = Words.Value(s.Metric, s.Value);
            html.Add($"<div class=\"tile{(lead ? " lead" : "")}\"><div class=\"name\">{Words.Title(s.Metric)}</div><div class=\"big\">{value.TrimEnd('%')}");
            if (value.EndsWith('%')) html.Raw("<small>%</small>");
            html.Raw("</div>");
            if (MetricNames.IsShare(s.Metric)) html.Add(Bars.Range(s));
            html.Add($"<div class=\"ci\">{(lead ? "95% interval " : "")}{Words.Interval(s)}</div><div class=\"what\">{Words.Meaning(s.Metric)}</div></div>");
            lead = false;
        }
        return html.Raw("</div>");
    }
}
