using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Cli.Pipeline;

/// <summary>The scores that a terminal shows: overall metrics, one line each, a mean over seeds in place of the seeds.</summary>
internal static class ScoreLines
{
    private static readonly string[] Short = ["accuracy", "macro-f1", "micro-f1", "matthews", "subset-accuracy", "mae", "spearman",
        "span-f1", "span-precision", "span-recall", "span-macro-f1", "span-recall-unseen", "triplet-f1", "triplet-precision", "triplet-recall"];

    public static IEnumerable<string> Of(IReadOnlyList<Score> scores, string target)
    {
        foreach (var group in scores.Where(s => Short.Contains(s.Metric) && !(target == "label" && s.Metric == "micro-f1")).GroupBy(s => (s.Split, s.Metric)))
        {
            var score = group.FirstOrDefault(s => s.Seed is null) ?? group.First();
            var interval = double.IsFinite(score.Low) ? string.Create(CultureInfo.InvariantCulture, $" [{score.Low:0.0000}, {score.High:0.0000}]") : "";
            var of = group.Count() > 1 ? $"mean of {group.Count(s => s.Seed is not null)} seeds" : $"{score.Support} {(Counted(score.Metric) ? "gold spans" : "examples")}";
            yield return string.Create(CultureInfo.InvariantCulture, $"{score.Split,-10} {score.Metric,-18} {score.Value:0.0000}{interval}  ({of})");
        }
    }

    /// <summary>Whether the support of a metric is a number of spans, not of examples.</summary>
    private static bool Counted(string metric) => (metric.StartsWith("span-", StringComparison.Ordinal) || metric.StartsWith("triplet-", StringComparison.Ordinal)) && !metric.EndsWith("exact-texts", StringComparison.Ordinal);
}
