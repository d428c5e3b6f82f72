namespace FineGrain.Analysis.Metrics;

/// <summary>What is known about a metric by its name in scores.json.</summary>
public static class MetricNames
{
    /// <summary>Whether a smaller value of <paramref name="metric"/> is the better one.</summary>
    public static bool LowerIsBetter(string metric) => metric is "log-loss" or "log-loss-uncalibrated" or "ece" or "ece-uncalibrated" or "mae" or "rmse";

    /// <summary>Whether the metric is a share between 0 and 1 that people read in per cent.</summary>
    public static bool IsShare(string metric) => metric is not (LabelSetCoverage.SizeMetric or "log-loss" or "log-loss-uncalibrated" or "mae" or "rmse" or "pearson" or "spearman" or "matthews");

    /// <summary>Whether the metric is the share of rows that are entirely right, so that McNemar's exact test applies.</summary>
    public static bool IsShareOfRightRows(string metric) => metric is "accuracy" or "subset-accuracy" or "span-exact-texts" or "triplet-exact-texts";

    /// <summary>The metric that a target is known by: accuracy, micro-f1, mae, span-f1 or triplet-f1.</summary>
    /// <exception cref="ArgumentException">Not label, labels, number, spans or triplets.</exception>
    public static string Headline(string target) => target switch
    {
        "label" => "accuracy",
        "labels" => "micro-f1",
        "number" => "mae",
        "categories" => "macro-f1",
        "spans" => "span-f1",
        "triplets" => "triplet-f1",
        _ => throw new ArgumentException($"target '{target}' is not one of {string.Join(", ", Families.Targets)}"),
    };
}
