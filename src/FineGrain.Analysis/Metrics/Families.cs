using FineGrain.Core;

namespace FineGrain.Analysis.Metrics;

/// <summary>The metric family of each target.</summary>
internal static class Families
{
    /// <summary>The family of <paramref name="target"/> over <paramref name="rows"/>; fills in <paramref name="labels"/> where they were not given.</summary>
    public static IMetricFamily Of(IReadOnlyList<Prediction> rows, ref LabelSet? labels, string target)
    {
        switch (target)
        {
            case "label": return new OneLabelMetrics(rows, labels ??= LabelsOf(rows));
            case "labels": return new ManyLabelMetrics(rows, labels ??= LabelsOf(rows));
            case "number": return new NumberMetrics(rows);
            default: throw new InputException("target", $"'{target}' is unknown. {Nearest.Hint(target, ["label", "labels", "number"])}");
        }
    }

    /// <summary>Labels as the probabilities list them, then those seen only in gold or predictions, in ordinal order.</summary>
    private static LabelSet LabelsOf(IReadOnlyList<Prediction> rows)
    {
        string[] listed = [.. rows[0].Probabilities.Keys];
        return new([.. listed, .. rows.SelectMany(r => r.Labels.Concat(r.Gold ?? []).Concat(r.Probabilities.Keys)).Distinct().Except(listed).Order(StringComparer.Ordinal)]);
    }
}
