using FineGrain.Core;

namespace FineGrain.Data.Duplicates;

/// <summary>When two examples are the same text: all UTF-16 units are equal after trimming the ends.</summary>
/// <param name="Text">The trimmed text.</param>
/// <param name="Pair">The trimmed pair, or null.</param>
internal readonly record struct TextKey(string Text, string? Pair)
{
    /// <summary>The key of an example.</summary>
    public static TextKey Of(Example example) => new(example.Text.Trim(), example.Pair?.Trim());
}
