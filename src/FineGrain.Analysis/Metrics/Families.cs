using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Core;

namespace FineGrain.Analysis.Metrics;

/// <summary>The metric family of each target.</summary>
internal static class Families
{
    /// <summary>Every target that can be measured.</summary>
    public static IReadOnlyList<string> Targets { get; } = ["label", "labels", "number", "spans", "triplets", "categories"];

    /// <summary>
    /// The family of <paramref name="target"/> over <paramref name="rows"/>; fills in <paramref name="labels"/> where they were not given, and for spans and
    /// triplets adds those that only occur: a type that train does not know can still be missed.
    /// </summary>
    public static IMetricFamily Of(IReadOnlyList<Prediction> rows, ref LabelSet? labels, string target, TrainingSpans? training = null)
    {
        switch (target)
        {
            case "label": return new OneLabelMetrics(rows, labels ??= LabelsOf(rows));
            case "labels": return new ManyLabelMetrics(rows, labels ??= LabelsOf(rows));
            case "categories": return new CategoryMetrics(rows, labels ??= LabelsOf(rows));
            case "number": return new NumberMetrics(rows);
            case "spans" or "triplets": return new ExtractionMetrics(rows, labels = WithOccurring(labels, rows, target), target, training);
            default: throw new InputException("target", $"'{target}' is unknown. {Nearest.Hint(target, Targets)}");
        }
    }

    private static LabelSet WithOccurring(LabelSet? labels, IReadOnlyList<Prediction> rows, string target)
    {
        var listed = labels?.Names ?? [];
        var occurring = rows.SelectMany(r => target == "triplets"
            ? (r.Triplets ?? []).Concat(r.GoldTriplets ?? []).Select(t => t.Polarity)
            : (r.Spans ?? []).Select(s => s.Label).Concat((r.GoldSpans ?? []).Select(s => s.Label)));
        return new([.. listed, .. occurring.Distinct().Except(listed).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Labels as the probabilities list them, then those seen only in gold or predictions, in ordinal order.</summary>
    private static LabelSet LabelsOf(IReadOnlyList<Prediction> rows)
    {
        string[] listed = [.. rows[0].Probabilities.Keys];
        return new([.. listed, .. rows.SelectMany(r => r.Labels.Concat(r.Gold ?? []).Concat(r.Probabilities.Keys)).Distinct().Except(listed).Order(StringComparer.Ordinal)]);
    }
}
