namespace FineGrain.Data.Tokenization;

/// <summary>Half-open range [Start, End) in UTF-16 units of the original text. Empty for a token that stands for no text.</summary>
/// <param name="Start">First unit.</param>
/// <param name="End">Unit after the last.</param>
public readonly record struct Offset(int Start, int End)
{
    /// <summary>Number of units.</summary>
    public int Length => End - Start;

    /// <summary>The part of <paramref name="original"/> that the token stands for.</summary>
    public ReadOnlySpan<char> Slice(string original) => original.AsSpan(Start, Length);
}
