using FineGrain.Core;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>A place where probes that have not seen the text see it otherwise than the annotation.</summary>
/// <param name="Row">Position of the text.</param>
/// <param name="Given">The span that stands there; null for none.</param>
/// <param name="Other">The span that probes mark there; null for none.</param>
/// <param name="GivenProbability">Probability of the annotation as it stands.</param>
/// <param name="OtherProbability">Probability of what the probes see instead.</param>
/// <param name="Votes">Share of the probes that answer so.</param>
public sealed record SpanCandidate(int Row, Span? Given, Span? Other, double GivenProbability, double OtherProbability, double Votes)
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
