using System.Text;

namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>The units in which people count the length of a span and other tools tag a text: words between spaces, and each Chinese or Japanese character.</summary>
public static class TextUnits
{
    /// <summary>Half-open ranges of the units of <paramref name="text"/>, in order; every character that is no space lies in exactly one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="borders">Positions at which a unit is cut even inside a word; null for none.</param>
    public static IReadOnlyList<(int Start, int End)> Of(string text, IReadOnlySet<int>? borders = null)
    {
        var units = new List<(int, int)>();
        var start = -1;
        for (var i = 0; i < text.Length;)
        {
            var rune = Rune.TryGetRuneAt(text, i, out var found) ? found : new Rune('\ufffd');
            var length = char.IsHighSurrogate(text[i]) && rune.Value > 0xffff ? 2 : 1;
            if (Rune.IsWhiteSpace(rune)) Close(i);
            else if (StandsAlone(rune))
            {
                Close(i);
                units.Add((i, i + length));
            }
            else
            {
                if (borders?.Contains(i) == true) Close(i);
                if (start < 0) start = i;
            }
            i += length;
        }
        Close(text.Length);
        return units;

        void Close(int end)
        {
            if (start >= 0) units.Add((start, end));
            start = -1;
        }
    }

    /// <summary>Whether a character is a unit by itself: ideographs, kana and CJK punctuation.</summary>
    public static bool StandsAlone(Rune rune) => rune.Value is >= 0x3000 and <= 0x30ff or >= 0x3400 and <= 0x4dbf or >= 0x4e00 and <= 0x9fff or >= 0xf900 and <= 0xfaff
        or >= 0xff01 and <= 0xff65 or >= 0x20000 and <= 0x3ffff;
}
