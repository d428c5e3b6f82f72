using FineGrain.Core;

namespace FineGrain.Analysis.Metrics;

/// <summary>
/// Any number of labels an example. A row's loss is the mean binary cross-entropy over the label set, in nats; without probabilities the share of labels decided wrongly.
/// </summary>
internal sealed class ManyLabelMetrics : IMetricFamily
{
    private readonly LabelSet labels;
    private readonly (int Label, byte Kind)[][] decisions;
    private readonly RowOutcome[] outcomes;
    private readonly bool[] occurs;

    public ManyLabelMetrics(IReadOnlyList<Prediction> predictions, LabelSet labels)
    {
        this.labels = labels;
        var probable = ProbabilityReading.Present(predictions);
        (decisions, outcomes, occurs) = (new (int, byte)[predictions.Count][], new RowOutcome[predictions.Count], new bool[labels.Count]);
        var support = new int[labels.Count];
        for (var i = 0; i < predictions.Count; i++)
        {
            var p = predictions[i];
            var gold = (p.Gold ?? throw new InputException(p.Id, "has no gold labels. Write 'gold': [] where none applies.")).Select(l => labels.IndexOf(l, p.Id)).ToHashSet();
            var predicted = p.Labels.Select(l => labels.IndexOf(l, p.Id)).ToHashSet();
            foreach (var k in gold) support[k]++;
            foreach (var k in gold.Union(predicted)) occurs[k] = true;
            decisions[i] = [.. gold.Union(predicted).Order().Select(k => (k, Kind: (byte)(!gold.Contains(k) ? 1 : predicted.Contains(k) ? 0 : 2)))];
            var wrong = decisions[i].Count(d => d.Kind != 0);
            var loss = probable ? Entropy(ProbabilityReading.Each(p, labels), gold) : (double)wrong / labels.Count;
            outcomes[i] = new(loss, wrong == 0, null);
        }
        var n = predictions.Count;
        Metrics = [new("subset-accuracy", n), new("micro-f1", n), new("micro-precision", n), new("micro-recall", n), new("macro-f1", n), new("macro-precision", n), new("macro-recall", n),
            .. Enumerable.Range(0, labels.Count).Where(k => occurs[k])
                .SelectMany(k => ((string[])["f1", "precision", "recall"]).Select(name => new Metric($"{name}:{labels.Names[k]}", support[k])))];
    }

    public IReadOnlyList<Metric> Metrics { get; }

    public IReadOnlyList<RowOutcome> Outcomes => outcomes;

    public void Measure(ReadOnlySpan<int> counts, Span<double> values)
    {
        var table = new long[labels.Count, 3]; // hit, false alarm, miss
        long exact = 0, total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            if (outcomes[i].Correct == true) exact += counts[i];
            foreach (var (label, kind) in decisions[i]) table[label, kind] += counts[i];
        }
        values[0] = (double)exact / total;
        long hits = 0, alarms = 0, misses = 0;
        var seen = 0;
        double f1 = 0, precision = 0, recall = 0;
        var next = 7;
        for (var k = 0; k < labels.Count; k++)
        {
            if (!occurs[k]) continue;
            var s = Of(table[k, 0], table[k, 1], table[k, 2]);
            (values[next++], values[next++], values[next++]) = s;
            (hits, alarms, misses) = (hits + table[k, 0], alarms + table[k, 1], misses + table[k, 2]);
            if (double.IsNaN(s.F1)) continue;
            (f1, precision, recall, seen) = (f1 + s.F1, precision + s.Precision, recall + s.Recall, seen + 1);
        }
        (values[1], values[2], values[3]) = Of(hits, alarms, misses);
        (values[4], values[5], values[6]) = (f1 / seen, precision / seen, recall / seen);
    }

    private static (double F1, double Precision, double Recall) Of(long hits, long alarms, long misses) => hits + alarms + misses == 0
        ? (double.NaN, double.NaN, double.NaN)
        : (2.0 * hits / (2 * hits + alarms + misses), Share(hits, hits + alarms), Share(hits, hits + misses));

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private static double Entropy(double[] probabilities, HashSet<int> gold)
    {
        double sum = 0;
        for (var k = 0; k < probabilities.Length; k++) sum -= Math.Log(Math.Max(LogLoss.Floor, gold.Contains(k) ? probabilities[k] : 1 - probabilities[k]));
        return sum / probabilities.Length;
    }
}
