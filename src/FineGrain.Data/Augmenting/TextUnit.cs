using System.Globalization;
using System.Text;

namespace FineGrain.Data.Augmenting;

/// <summary>What a stretch of text is to augmentation.</summary>
internal enum UnitKind
{
    /// <summary>Spaces, punctuation, symbols: stay as they are.</summary>
    Gap,

    /// <summary>A word: letters, digits, marks and inner apostrophes.</summary>
    Word,

    /// <summary>A Chinese character or Japanese kana: a unit of its own.</summary>
    Character,
}

/// <summary>A stretch of text.</summary>
/// <param name="Text">The stretch.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct TextUnit(string Text, UnitKind Kind)
{
    /// <summary>Cuts a text into units that together are the text.</summary>
    public static List<TextUnit> Cut(string text)
    {
        var units = new List<TextUnit>();
        int from = 0, at = 0;
        var kind = UnitKind.Gap;
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var width);
            var next = KindOf(rune, kind, text, at + width);
            if (at > from && (next != kind || next == UnitKind.Character))
            {
                units.Add(new TextUnit(text[from..at], kind));
                from = at;
            }
            kind = next;
            at += width;
        }
        if (at > from) units.Add(new TextUnit(text[from..], kind));
        return units;
    }

    private static UnitKind KindOf(Rune rune, UnitKind before, string text, int next)
    {
        if (rune.Value is '\'' or '’' && before == UnitKind.Word && next < text.Length && char.IsLetter(text[next])) return UnitKind.Word;
        if (rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or (>= 0x3041 and <= 0x30FF)) return UnitKind.Character;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => before == UnitKind.Gap ? UnitKind.Gap : UnitKind.Word,
            _ => Rune.IsLetterOrDigit(rune) ? UnitKind.Word : UnitKind.Gap,
        };
    }
}
