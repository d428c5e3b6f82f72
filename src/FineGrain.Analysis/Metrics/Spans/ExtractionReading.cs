using FineGrain.Core;

namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>Reads gold and answers of a span or triplet task and refuses what points outside its text. What stands twice counts once, as in every tool.</summary>
internal static class ExtractionReading
{
    /// <summary>Gold and predicted extractions of one prediction, each by start and end.</summary>
    /// <param name="p">The prediction.</param>
    /// <param name="target">spans or triplets.</param>
    /// <exception cref="InputException">Gold or the answer is missing, or a span does not lie in the text.</exception>
    public static (Extraction[] Gold, Extraction[] Predicted) Of(Prediction p, string target) => target == "triplets"
        ? (Distinct(p, (p.GoldTriplets ?? throw Missing(p, "gold_triplets")).Select(Triplet)), Distinct(p, (p.Triplets ?? throw Missing(p, "triplets")).Select(Triplet)))
        : (Distinct(p, (p.GoldSpans ?? throw Missing(p, "gold_spans")).Select(s => new Extraction(s.Label, s.Start, s.End))),
            Distinct(p, (p.Spans ?? throw Missing(p, "spans")).Select(s => new Extraction(s.Label, s.Start, s.End))));

    private static Extraction Triplet(Triplet t) => new(t.Polarity, t.Aspect.Start, t.Aspect.End, t.Opinion.Start, t.Opinion.End);

    private static Extraction[] Distinct(Prediction p, IEnumerable<Extraction> found)
    {
        Extraction[] distinct = [.. found.Distinct().OrderBy(e => e.Start).ThenBy(e => e.End).ThenBy(e => e.OpinionStart).ThenBy(e => e.Label, StringComparer.Ordinal)];
        foreach (var e in distinct)
            if (Bad(e.Start, e.End, p) && !(e is { Start: 0, End: 0, OpinionEnd: > 0 }) || // an aspect that the text does not name
                 e.OpinionEnd != 0 && Bad(e.OpinionStart, e.OpinionEnd, p))
                throw new InputException(p.Id, $"span {e.Label}[{(Bad(e.Start, e.End, p) ? $"{e.Start}, {e.End}" : $"{e.OpinionStart}, {e.OpinionEnd}")}) is empty or not inside its text of {p.Text.Length} UTF-16 units. Offsets are half-open and count UTF-16 units of the original text.");
        return distinct;
    }

    private static bool Bad(int start, int end, Prediction p) => start < 0 || end <= start || end > p.Text.Length;

    private static InputException Missing(Prediction p, string key) =>
        new(p.Id, $"has no '{key}'. Write '{key}': [] where there is none, or evaluate with the target that the predictions are of.");
}
