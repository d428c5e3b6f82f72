namespace FineGrain.Feedback.Probing;

/// <summary>
/// The units that detectors count and name: runs of letters and digits (with inner apostrophes), lower-cased; each Chinese or Japanese character, each
/// other mark alone. Only for looking at data; the model has its own tokenizer.
/// </summary>
public static class TextUnits
{
    /// <summary>The units with their borders in the original text.</summary>
    public static List<(int Start, int End)> Of(string text)
    {
        var units = new List<(int, int)>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i += 2;
            else if (IsWordUnit(text[i]))
                do i++;
                while (i < text.Length && (IsWordUnit(text[i]) || (text[i] is '\'' or '’' && i + 1 < text.Length && IsWordUnit(text[i + 1]))));
            else i++;
            units.Add((start, i));
        }
        return units;
    }

    /// <summary>The units as lower-case text.</summary>
    public static string[] Words(string text) => [.. Of(text).Select(u => text[u.Start..u.End].ToLowerInvariant())];

    /// <summary>Whether most letters are Chinese or Japanese characters, so that single ones carry meaning.</summary>
    public static bool IsIdeographic(string text) => text.Count(IsIdeograph) * 2 > text.Count(char.IsLetter);

    private static bool IsWordUnit(char c) => (char.IsLetterOrDigit(c) || c == '_') && !IsIdeograph(c);

    private static bool IsIdeograph(char c) => c is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff';
}
