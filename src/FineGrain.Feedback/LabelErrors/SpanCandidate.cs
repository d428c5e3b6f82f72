using FineGrain.Core;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>What may stand in a place instead of the annotation.</summary>
/// <param name="Row">Position of the text.</param>
/// <param name="Given">The span that stands there; null for none.</param>
/// <param name="Other">The span that may stand there; null for none.</param>
/// <param name="GivenProbability">Probability of the annotation as it stands.</param>
/// <param name="OtherProbability">Probability of what may stand there instead.</param>
public sealed record SpanCandidate(int Row, Span? Given, Span? Other, double GivenProbability, double OtherProbability)
{
    /// <summary>What would be wrong.</summary>
    public SpanErrorKind Kind => (Given, Other) switch
    {
        (null, _) => SpanErrorKind.Missed,
        (_, null) => SpanErrorKind.Invented,
        var (g, o) when (g.Start, g.End) == (o.Start, o.End) => SpanErrorKind.Type,
        var (g, o) => g.Label == o.Label ? SpanErrorKind.Border : SpanErrorKind.Both,
    };
}
