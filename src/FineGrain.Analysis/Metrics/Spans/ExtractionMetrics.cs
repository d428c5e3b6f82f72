using FineGrain.Core;

namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>
/// Spans (entities, aspect terms) or aspect–opinion–polarity triplets. A row's loss is 1 for each gold extraction that was not given exactly, plus the score
/// of each wrong answer (1 for triplets, which have none); a row is right when gold and answers are the same set.
/// </summary>
internal sealed class ExtractionMetrics : IMetricFamily
{
    private readonly LabelSet labels;
    private readonly string[] extra;
    private readonly SliceTable table;
    private readonly RowOutcome[] outcomes;
    private readonly bool surfaces;

    /// <summary>Reads the rows.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="labels">All labels of gold and answers.</param>
    /// <param name="target">spans or triplets.</param>
    /// <param name="training">Spans of the training data, for seen and unseen; null leaves those out.</param>
    public ExtractionMetrics(IReadOnlyList<Prediction> predictions, LabelSet labels, string target, TrainingSpans? training)
    {
        this.labels = labels;
        surfaces = training is not null && target == "spans";
        extra = target == "triplets" ? ["lenient", "pair", "aspect", "opinion"] : ["lenient", "border"];
        var firstExtra = labels.Count;
        var (seen, unseen) = (firstExtra + extra.Length, firstExtra + extra.Length + 1);
        table = new(predictions.Count, unseen + 1);
        outcomes = new RowOutcome[predictions.Count];
        for (var i = 0; i < predictions.Count; i++)
        {
            var row = predictions[i];
            var (gold, predicted) = ExtractionReading.Of(row, target);
            outcomes[i] = Outcome(row, gold, predicted);
            table.AddStrict(i, gold, predicted, e => labels.IndexOf(e.Label, row.Id));
            table.Add(i, firstExtra, new(LenientMatching.Hits(gold, predicted), gold.Length, predicted.Length));
            if (target == "triplets")
            {
                Without(i, firstExtra + 1, gold, predicted, e => e.Unlabelled);
                Without(i, firstExtra + 2, gold, predicted, e => e with { Label = "", OpinionStart = 0, OpinionEnd = 0 });
                Without(i, firstExtra + 3, gold, predicted, e => new("", e.OpinionStart, e.OpinionEnd));
            }
            else Without(i, firstExtra + 1, gold, predicted, e => e.Unlabelled);
            if (surfaces) table.AddStrict(i, gold, predicted, e => training!.Count(row.Text[e.Start..e.End], e.Label) > 0 ? seen : unseen);
        }
        Metrics = [.. Names(target == "triplets" ? "triplet" : "span")];
    }

    public IReadOnlyList<Metric> Metrics { get; }

    public IReadOnlyList<RowOutcome> Outcomes => outcomes;

    public void Measure(ReadOnlySpan<int> counts, Span<double> values)
    {
        var found = table.Count(counts);
        SpanCount all = new();
        var (present, f1, precision, recall) = (0, 0.0, 0.0, 0.0);
        foreach (var c in found.AsSpan(0, labels.Count))
        {
            all += c;
            if (c.Gold + c.Predicted == 0) continue;
            (present, f1, precision, recall) = (present + 1, f1 + c.F1, precision + c.Precision, recall + c.Recall);
        }
        var next = 0;
        (values[next++], values[next++], values[next++]) = (all.F1, all.Precision, all.Recall);
        (values[next++], values[next++], values[next++]) = (f1 / present, precision / present, recall / present);
        for (var e = 0; e < extra.Length; e++)
            (values[next++], values[next++], values[next++]) = (found[labels.Count + e].F1, found[labels.Count + e].Precision, found[labels.Count + e].Recall);
        long right = 0, total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            if (outcomes[i].Correct == true) right += counts[i];
        }
        values[next++] = (double)right / total;
        if (surfaces) (values[next++], values[next++]) = (Recall(found[^2]), Recall(found[^1]));
        for (var k = 0; k < labels.Count; k++) (values[next++], values[next++], values[next++]) = (found[k].F1, found[k].Precision, found[k].Recall);
    }

    /// <summary>Recall alone has no meaning without gold, whatever was predicted.</summary>
    private static double Recall(SpanCount count) => count.Gold == 0 ? double.NaN : count.Recall;

    private IEnumerable<Metric> Names(string prefix)
    {
        var support = table.Count(Scoring.Once(outcomes.Length));
        var all = (int)support.Take(labels.Count).Sum(c => c.Gold);
        foreach (var kind in (string[])["", "macro-"])
            foreach (var name in (string[])["f1", "precision", "recall"]) yield return new($"{prefix}-{kind}{name}", all);
        for (var e = 0; e < extra.Length; e++)
            foreach (var name in (string[])["f1", "precision", "recall"]) yield return new($"{prefix}-{extra[e]}-{name}", (int)support[labels.Count + e].Gold);
        yield return new($"{prefix}-exact-texts", outcomes.Length);
        if (surfaces)
        {
            yield return new($"{prefix}-recall-seen", (int)support[^2].Gold);
            yield return new($"{prefix}-recall-unseen", (int)support[^1].Gold);
        }
        for (var k = 0; k < labels.Count; k++)
            foreach (var name in (string[])["f1", "precision", "recall"]) yield return new($"{name}:{labels.Names[k]}", (int)support[k].Gold);
    }

    private void Without(int row, int slice, Extraction[] gold, Extraction[] predicted, Func<Extraction, Extraction> less) =>
        table.AddStrict(row, [.. gold.Select(less).Distinct()], [.. predicted.Select(less).Distinct()], _ => slice);

    private static RowOutcome Outcome(Prediction row, Extraction[] gold, Extraction[] predicted)
    {
        var wanted = gold.ToHashSet();
        var missed = gold.Except(predicted).Count();
        double[] wrong = row.Spans is { } spans
            ? [.. spans.Where(s => !wanted.Contains(new(s.Label, s.Start, s.End))).DistinctBy(s => (s.Label, s.Start, s.End)).Select(s => Math.Clamp(s.Score, 0, 1))]
            : [.. predicted.Where(p => !wanted.Contains(p)).Select(_ => 1.0)];
        double? sure = wrong.Length > 0 && row.Spans is not null ? wrong.Max() : missed == 0 && row.Spans is { Count: > 0 } right ? right.Min(s => s.Score) : null;
        return new(missed + wrong.Sum(), missed + wrong.Length == 0, sure);
    }
}
