namespace FineGrain.Core;

/// <summary>A predicted stretch of the original text.</summary>
/// <param name="Start">First UTF-16 unit, counted from 0 in the original text.</param>
/// <param name="End">One past the last UTF-16 unit.</param>
/// <param name="Label">Entity type, or the polarity of an aspect.</param>
/// <param name="Score">Probability that the model gives this very span, in [0, 1].</param>
public sealed record ScoredSpan(int Start, int End, string Label, double Score)
{
    /// <summary>The words themselves.</summary>
    public string Slice(string text) => text[Start..End];

    /// <summary>Whether it shares a UTF-16 unit with <paramref name="other"/>.</summary>
    /// <param name="other">A span of the same text.</param>
    public bool Overlaps(Span other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Start < other.End && other.Start < End;
    }

    /// <summary>The span without its probability.</summary>
    public Span ToSpan() => new(Start, End, Label);
}
