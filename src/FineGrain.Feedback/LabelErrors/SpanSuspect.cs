using FineGrain.Core;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>A span that may be annotated wrongly.</summary>
/// <param name="Row">Position of the text.</param>
/// <param name="Kind">What seems wrong.</param>
/// <param name="Given">The span that stands there; null for a missed one.</param>
/// <param name="Other">The span that should stand there; null for an invented one.</param>
/// <param name="Score">Probability that it is wrong.</param>
/// <param name="Reason">Why, for a person who decides in seconds.</param>
public sealed record SpanSuspect(int Row, SpanErrorKind Kind, Span? Given, Span? Other, double Score, string Reason)
{
    /// <summary>−ln of the probability of what stands there: the plain ranking. 0 where no probe was asked.</summary>
    public double Loss { get; init; }
}

/// <summary>What is wrong with the annotation of a span.</summary>
public enum SpanErrorKind
{
    /// <summary>Right label, wrong borders.</summary>
    Border,

    /// <summary>Right borders, wrong label.</summary>
    Type,

    /// <summary>Borders and label are wrong.</summary>
    Both,

    /// <summary>A span that nobody marked.</summary>
    Missed,

    /// <summary>A marked span that is none.</summary>
    Invented,

    /// <summary>The same words between the same neighbours are annotated otherwise elsewhere.</summary>
    Contradiction,
}
