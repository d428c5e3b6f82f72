using FineGrain.Core;

namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>A gold span, the prediction that goes with it, or one of the two alone.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Gold">The gold span; null for an invented one.</param>
/// <param name="Predicted">The predicted span; null for a missed one.</param>
public sealed record SpanJudgement(SpanErrorKind Kind, Span? Gold, ScoredSpan? Predicted)
{
    /// <summary>Where it stands in the text, for the order of reading.</summary>
    public int Start => Math.Min(Gold?.Start ?? int.MaxValue, Predicted?.Start ?? int.MaxValue);

    /// <summary>
    /// Pairs gold with predictions, each once: exact pairs first, then the same borders with another type, then overlaps of the same type, then any other
    /// overlap, the longest first; what is left was missed or invented. In order of the text.
    /// </summary>
    public static IReadOnlyList<SpanJudgement> Of(Prediction prediction)
    {
        var (goldAll, predictedAll) = ExtractionReading.Of(prediction, "spans");
        var scores = prediction.Spans!.DistinctBy(s => (s.Label, s.Start, s.End)).ToDictionary(s => new Extraction(s.Label, s.Start, s.End));
        List<Extraction> gold = [.. goldAll], predicted = [.. predictedAll];
        var judged = new List<SpanJudgement>();
        Take(SpanErrorKind.Right, (g, p) => g == p);
        Take(SpanErrorKind.WrongType, (g, p) => g.Unlabelled == p.Unlabelled);
        Take(SpanErrorKind.WrongBorder, (g, p) => g.Label == p.Label && g.Meets(p));
        Take(SpanErrorKind.Both, (g, p) => g.Meets(p));
        judged.AddRange(gold.Select(g => new SpanJudgement(SpanErrorKind.Missed, Plain(g), null)));
        judged.AddRange(predicted.Select(p => new SpanJudgement(SpanErrorKind.Invented, null, scores[p])));
        return [.. judged.OrderBy(j => j.Start).ThenBy(j => j.Kind)];

        void Take(SpanErrorKind kind, Func<Extraction, Extraction, bool> fits)
        {
            var pairs = LenientMatching.Pairs(gold, predicted, fits);
            judged.AddRange(pairs.Select(pair => new SpanJudgement(kind, Plain(gold[pair.Gold]), scores[predicted[pair.Predicted]])));
            gold = [.. gold.Where((_, g) => pairs.All(pair => pair.Gold != g))];
            predicted = [.. predicted.Where((_, p) => pairs.All(pair => pair.Predicted != p))];
        }

        static Span Plain(Extraction e) => new(e.Start, e.End, e.Label);
    }
}
