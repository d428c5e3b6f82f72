namespace FineGrain.Analysis.Slicing;

/// <summary>
/// The units that slices count: words in lower case for scripts that write spaces, overlapping pairs of characters for Chinese and Japanese, which do not
/// (a run of one character is a term itself). Good enough to count by, in any language, without a dictionary.
/// </summary>
public static class Terms
{
    /// <summary>The terms of <paramref name="text"/> in their order.</summary>
    public static IEnumerable<string> Of(string text)
    {
        foreach (var place in Places(text)) yield return Text(text, place);
    }

    /// <summary>How many terms <paramref name="text"/> has.</summary>
    public static int Count(string text)
    {
        var count = 0;
        foreach (var _ in Places(text)) count++;
        return count;
    }

    /// <summary>The words of scripts that write spaces, in lower case; nothing of Chinese or Japanese.</summary>
    internal static IEnumerable<string> Spaced(string text)
    {
        foreach (var place in Places(text, pairs: false)) yield return Text(text, place);
    }

    /// <summary>A term as slices know it: words in lower case with the plain apostrophe.</summary>
    internal static string Text(string text, TermPlace place) => place.Ideographic ? text[place.Start..place.End] : text[place.Start..place.End].ToLowerInvariant().Replace('’', '\'');

    /// <summary>Where the terms stand; <paramref name="pairs"/> false leaves out those of Chinese and Japanese.</summary>
    internal static IEnumerable<TermPlace> Places(string text, bool pairs = true)
    {
        for (var i = 0; i < text.Length;)
        {
            var han = IsIdeographic(text, i);
            if (!han && !char.IsLetterOrDigit(text, i))
            {
                i += Width(text, i);
                continue;
            }
            var end = i;
            while (end < text.Length && IsIdeographic(text, end) == han && (char.IsLetterOrDigit(text, end) || (!han && end > i && text[end] is '\'' or '’' && end + 1 < text.Length && char.IsLetter(text[end + 1]))))
                end += Width(text, end);
            if (!han) yield return new(i, end, false);
            else if (pairs)
                for (var at = i; ;)
                {
                    var next = at + Width(text, at);
                    if (next >= end && at > i) break;
                    var last = next < end ? next + Width(text, next) : next;
                    yield return new(at, last, true);
                    if (last >= end) break;
                    at = next;
                }
            i = end;
        }
    }

    /// <summary>Whether the character at <paramref name="index"/> is written without spaces around words: Han, kana.</summary>
    public static bool IsIdeographic(string text, int index)
    {
        int c = char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];
        return c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x3040 and <= 0x30FF) or (>= 0x20000 and <= 0x3FFFF);
    }

    private static int Width(string text, int index) => char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
}

/// <summary>Where a term stands.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="Ideographic">Whether it is of a script without spaces.</param>
internal readonly record struct TermPlace(int Start, int End, bool Ideographic);
