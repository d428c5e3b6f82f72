using FineGrain.Core;
using FineGrain.Feedback.Gate;

namespace FineGrain.Feedback.Improving;

/// <summary>Answers with spans as the gate sees them.</summary>
public static class SpanQuality
{
    /// <summary>Score: micro-averaged F1 of exact spans. Quality of a text: minus the number of wrong and missed spans.</summary>
    public static Judged Of(IEnumerable<(IReadOnlyList<Span> Gold, IReadOnlyList<Span> Answer)> texts)
    {
        var quality = new List<double>();
        double right = 0, gold = 0, answered = 0;
        foreach (var (truth, answer) in texts)
        {
            var hits = answer.Count(truth.Contains);
            quality.Add(-(truth.Count + answer.Count - (2 * hits)));
            (right, gold, answered) = (right + hits, gold + truth.Count, answered + answer.Count);
        }
        return new(gold + answered == 0 ? 1 : 2 * right / (gold + answered), quality);
    }
}
