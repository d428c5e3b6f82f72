using System.Globalization;
using System.Text;
using FineGrain.Analysis.Metrics.Spans.Tags;

namespace FineGrain.Analysis.Explaining;

/// <summary>Cuts a text into what people would erase or point at: words, single ideographs and kana, single punctuation marks and symbols. Spaces belong to none.</summary>
public static class TextWords
{
    /// <summary>Half-open ranges, in order. An inner apostrophe, hyphen or point stays inside its word; marks, joiners and variation selectors stay with what they modify.</summary>
    public static IReadOnlyList<(int Start, int End)> Of(string text)
    {
        var words = new List<(int Start, int End)>();
        var (start, word) = (-1, false);
        for (var i = 0; i < text.Length;)
        {
            var valid = Rune.TryGetRuneAt(text, i, out var rune);
            var length = valid ? rune.Utf16SequenceLength : 1;
            if (!valid) rune = new('\ufffd');
            if (Rune.IsWhiteSpace(rune)) Close(i);
            else if (start >= 0 && Extends(rune)) { }
            else if (Rune.IsLetterOrDigit(rune) && !TextUnits.StandsAlone(rune))
            {
                if (!word) Close(i);
                Open(i, true);
            }
            else if (!(word && Joins(rune) && LetterAt(text, i + 1)))
            {
                Close(i);
                Open(i, false);
            }
            i += length;
        }
        Close(text.Length);
        return words;

        void Open(int at, bool letters)
        {
            if (start < 0) (start, word) = (at, letters);
        }

        void Close(int end)
        {
            if (start >= 0) words.Add((start, end));
            (start, word) = (-1, false);
        }
    }

    private static bool Joins(Rune rune) => rune.Value is '\'' or '’' or '-' or '.' or '_';

    private static bool LetterAt(string text, int at) => at < text.Length && Rune.TryGetRuneAt(text, at, out var next) && Rune.IsLetterOrDigit(next) && !TextUnits.StandsAlone(next);

    private static bool Extends(Rune rune) => rune.Value is 0x200d or (>= 0xfe00 and <= 0xfe0f) or (>= 0x1f3fb and <= 0x1f3ff)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
