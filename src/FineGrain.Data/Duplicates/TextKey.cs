using System.Buffers;
using System.Globalization;
using System.Text;
using FineGrain.Core;

namespace FineGrain.Data.Duplicates;

/// <summary>
/// When two examples are the same text: their letters, numbers, marks and underscores are equal in lower case, whatever spaces, punctuation and symbols
/// stand between. A text that has none of them is compared as it is, ends trimmed. Copies of a review differ in just these.
/// </summary>
/// <param name="Text">The folded text.</param>
/// <param name="Pair">The folded pair, or null.</param>
internal readonly record struct TextKey(string Text, string? Pair)
{
    /// <summary>The key of an example.</summary>
    public static TextKey Of(Example example) => new(Fold(example.Text), example.Pair is null ? null : Fold(example.Pair));

    private static string Fold(string text)
    {
        var units = ArrayPool<char>.Shared.Rent(text.Length);
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
            if (Counts(rune)) length += Rune.ToLowerInvariant(rune).EncodeToUtf16(units.AsSpan(length));
        var key = length == 0 ? text.Trim() : new string(units, 0, length);
        ArrayPool<char>.Shared.Return(units);
        return key;
    }

    private static bool Counts(Rune rune) => rune.Value == '_' || Rune.IsLetter(rune) || Rune.IsNumber(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
