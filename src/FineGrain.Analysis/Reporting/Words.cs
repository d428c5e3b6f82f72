using System.Globalization;
using FineGrain.Analysis.Metrics;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting;

/// <summary>How numbers and metrics are put for readers.</summary>
internal static class Words
{
    /// <summary>A value as people read it: shares in per cent, others with four digits; "undefined" for NaN.</summary>
    public static string Value(string metric, double value) => double.IsNaN(value) ? "undefined"
        : MetricNames.IsShare(metric) ? Percent(value) : value.ToString(Math.Abs(value) >= 100 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    public static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    public static string Interval(Score score) => double.IsNaN(score.Low) ? "no interval" : $"{Value(score.Metric, score.Low).TrimEnd('%')}–{Value(score.Metric, score.High)}";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Examples(long count) => $"{Count(count)} {(count == 1 ? "example" : "examples")}";

    public static string Title(string metric) => metric switch
    {
        "accuracy" => "Accuracy",
        "subset-accuracy" => "All labels right",
        "micro-f1" => "Micro F1",
        "micro-precision" => "Micro precision",
        "micro-recall" => "Micro recall",
        "macro-f1" => "Macro F1",
        "macro-precision" => "Macro precision",
        "macro-recall" => "Macro recall",
        "matthews" => "Matthews",
        "log-loss" => "Log loss",
        "ece" => "Calibration error",
        "span-f1" => "Strict F1",
        "span-precision" => "Precision",
        "span-recall" => "Recall",
        "span-macro-f1" => "Macro F1",
        "span-lenient-f1" => "Lenient F1",
        "span-border-f1" => "Border F1",
        "span-exact-texts" => "Texts all right",
        "span-recall-seen" => "Recall, seen",
        "span-recall-unseen" => "Recall, unseen",
        "triplet-f1" => "Exact triplet F1",
        "triplet-precision" => "Precision",
        "triplet-recall" => "Recall",
        "triplet-macro-f1" => "Macro F1",
        "triplet-lenient-f1" => "Lenient F1",
        "triplet-pair-f1" => "Pair F1",
        "triplet-exact-texts" => "Texts all right",
        "mae" => "Mean absolute error",
        "rmse" => "Root mean squared error",
        "pearson" => "Pearson",
        "spearman" => "Spearman",
        _ => metric,
    };

    public static string Meaning(string metric) => metric switch
    {
        "accuracy" => "share of right answers",
        "subset-accuracy" => "share of examples without any wrong label",
        "micro-f1" => "over all label decisions",
        "macro-f1" => "mean over labels, rare ones count in full",
        "matthews" => "correlation of gold and answer; 0 is chance",
        "log-loss" => "nats; lower is better",
        "ece" => "ECE, 15 equal-width bins; lower is better",
        "span-f1" => "micro; borders and type must be exact",
        "span-precision" => "share of answered spans that are gold",
        "span-recall" => "share of gold spans that were found",
        "span-macro-f1" or "triplet-macro-f1" => "mean over types, rare ones count in full",
        "span-lenient-f1" => "overlap with the right type is enough",
        "span-border-f1" => "types ignored",
        "triplet-f1" => "aspect, opinion and polarity must be exact",
        "triplet-precision" => "share of answered triplets that are gold",
        "triplet-recall" => "share of gold triplets that were found",
        "triplet-pair-f1" => "polarity ignored",
        "triplet-lenient-f1" => "both terms overlap, polarity right",
        "mae" => "in units of the target; lower is better",
        "rmse" => "weighs large errors more; lower is better",
        "pearson" => "linear correlation",
        "spearman" => "correlation of ranks",
        _ => "",
    };
}
