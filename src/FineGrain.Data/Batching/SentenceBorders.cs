namespace FineGrain.Data.Batching;

/// <summary>Where a long text is best cut. A guess from punctuation is enough: a cut at a wrong place costs context, not offsets.</summary>
internal static class SentenceBorders
{
    /// <summary>Marks that end a sentence wherever they stand; an ASCII full stop only before white space.</summary>
    private const string Ends = "。！？!?…؟۔।｡";

    /// <summary>Marks that may still follow the end of a sentence.</summary>
    private const string Closing = "\"')]}”’»」』）】》";

    /// <summary>Whether a sentence or a line ends before <paramref name="at"/>, with nothing but closing marks and white space between.</summary>
    public static bool EndsBefore(string text, int at)
    {
        var i = at - 1;
        var space = false;
        for (; i >= 0 && (char.IsWhiteSpace(text[i]) || Closing.Contains(text[i], StringComparison.Ordinal)); i--)
        {
            if (text[i] == '\n') return true;
            space |= char.IsWhiteSpace(text[i]);
        }
        return i >= 0 && (Ends.Contains(text[i], StringComparison.Ordinal) || (space && text[i] == '.'));
    }

    /// <summary>Whether no letter or digit before <paramref name="at"/> belongs together with one behind it; Chinese and Japanese characters stand alone.</summary>
    public static bool StartsWord(string text, int at) => at <= 0 || at >= text.Length || text[at] >= '\u3000' || !(char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]));

    /// <summary>The last good place to cut in (<paramref name="from"/>, <paramref name="to"/>]: behind a sentence, else behind white space, else between two characters.</summary>
    public static int LastIn(string text, int from, int to)
    {
        var (space, character) = (-1, -1);
        for (var at = to; at > from; at--)
        {
            var whole = at == text.Length || !(char.IsLowSurrogate(text[at]) || IsMark(text[at]) || (char.IsWhiteSpace(text[at]) && char.IsWhiteSpace(text[at - 1])));
            if (!whole) continue;
            if (EndsBefore(text, at)) return at;
            if (space < 0 && char.IsWhiteSpace(text[at - 1])) space = at;
            if (character < 0) character = at;
        }
        return space >= 0 ? space : character >= 0 ? character : to;
    }

    /// <summary>Whether a character belongs to the one before it.</summary>
    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
        or System.Globalization.UnicodeCategory.SpacingCombiningMark or System.Globalization.UnicodeCategory.EnclosingMark || c == '\u200D';
}
