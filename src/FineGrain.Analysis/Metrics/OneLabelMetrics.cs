using FineGrain.Core;

namespace FineGrain.Analysis.Metrics;

/// <summary>One label an example. A row's loss is −ln of its gold label's probability; without probabilities 0 or 1.</summary>
internal sealed class OneLabelMetrics : IMetricFamily
{
    private readonly LabelSet labels;
    private readonly int[] cells, bins;
    private readonly RowOutcome[] outcomes;
    private readonly bool probable;

    public OneLabelMetrics(IReadOnlyList<Prediction> predictions, LabelSet labels)
    {
        this.labels = labels;
        probable = ProbabilityReading.Present(predictions);
        (cells, bins, outcomes) = (new int[predictions.Count], new int[predictions.Count], new RowOutcome[predictions.Count]);
        for (var i = 0; i < predictions.Count; i++)
        {
            var p = predictions[i];
            int gold = labels.IndexOf(Single(p, p.Gold, "gold"), p.Id), predicted = labels.IndexOf(Single(p, p.Labels, "predicted"), p.Id);
            cells[i] = gold * labels.Count + predicted;
            if (!probable)
            {
                outcomes[i] = new(gold == predicted ? 0 : 1, gold == predicted, null);
                continue;
            }
            var shares = ProbabilityReading.Shares(p, labels);
            outcomes[i] = new(LogLoss.Of(shares, gold), gold == predicted, shares[predicted]);
            bins[i] = Calibration.BinOf(shares[predicted], Calibration.StandardBins);
        }
        Confusion = Count(Ones(predictions.Count));
        Metrics = [.. Names()];
    }

    public IReadOnlyList<Metric> Metrics { get; }

    public IReadOnlyList<RowOutcome> Outcomes => outcomes;

    public ConfusionMatrix Confusion { get; }

    public Calibration? Calibration => probable
        ? Analysis.Metrics.Calibration.Of([.. outcomes.Select(o => o.Confidence!.Value)], [.. outcomes.Select(o => o.Correct!.Value)])
        : null;

    public void Measure(ReadOnlySpan<int> counts, Span<double> values)
    {
        var m = Count(counts);
        values[0] = values[1] = m.Accuracy; // with one label an example, pooled F1 is accuracy
        (values[2], values[3], values[4], values[5]) = (m.MacroF1, m.MacroPrecision, m.MacroRecall, m.Matthews);
        var next = 6;
        if (probable)
        {
            var sums = new CalibrationSums(Analysis.Metrics.Calibration.StandardBins);
            double loss = 0;
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] == 0) continue;
                loss += counts[i] * outcomes[i].Loss;
                sums.Add(bins[i], outcomes[i].Confidence!.Value, outcomes[i].Correct!.Value, counts[i]);
            }
            (values[next++], values[next++]) = (loss / m.Total, sums.Error);
        }
        for (var k = 0; k < labels.Count; k++)
            if (Confusion.Occurs(k)) (values[next++], values[next++], values[next++]) = (m.F1(k), m.Precision(k), m.Recall(k));
    }

    private IEnumerable<Metric> Names()
    {
        var n = outcomes.Length;
        foreach (var name in (string[])["accuracy", "micro-f1", "macro-f1", "macro-precision", "macro-recall", "matthews"]) yield return new(name, n);
        if (probable) foreach (var name in (string[])["log-loss", "ece"]) yield return new(name, n);
        for (var k = 0; k < labels.Count; k++)
            if (Confusion.Occurs(k)) foreach (var name in (string[])["f1", "precision", "recall"]) yield return new($"{name}:{labels.Names[k]}", (int)Confusion.Gold(k));
    }

    private ConfusionMatrix Count(ReadOnlySpan<int> counts)
    {
        var table = new long[labels.Count * labels.Count];
        for (var i = 0; i < counts.Length; i++) table[cells[i]] += counts[i];
        return new(labels.Names, table);
    }

    private static int[] Ones(int n)
    {
        var ones = new int[n];
        Array.Fill(ones, 1);
        return ones;
    }

    private static string Single(Prediction p, IReadOnlyList<string>? found, string kind) => found is [var label]
        ? label
        : throw new InputException(p.Id, $"has {found?.Count ?? 0} {kind} labels, one is needed. Remove the example from the file, complete it, or evaluate with target 'labels'.");
}
