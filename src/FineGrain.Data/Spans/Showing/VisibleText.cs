using System.Globalization;
using System.Text;

namespace FineGrain.Data.Spans.Showing;

/// <summary>
/// Text as a terminal may show it. Line breaks and control characters become pictures, and characters that turn the direction of writing become their code points: a
/// text must not steer the terminal, nor show its words in another order than it has them.
/// </summary>
public static class VisibleText
{
    /// <summary>First strong isolate: what follows has the direction of its first letter, and its surroundings do not see into it (Unicode Standard Annex 9).</summary>
    internal const char Isolate = '\u2068';

    /// <summary>Ends an isolate.</summary>
    internal const char EndOfIsolate = '\u2069';

    /// <summary>The text with every character to be seen.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        if (text.SequenceEqual("\r\n")) return "⏎"; // one line break, where it is asked for as one character
        var shown = new StringBuilder(text.Length);
        foreach (var c in text) Append(shown, c);
        return shown.ToString();
    }

    /// <summary>Appends one character, to be seen.</summary>
    internal static void Append(StringBuilder shown, char c)
    {
        if (TurnsDirection(c)) shown.Append(CultureInfo.InvariantCulture, $"⟨U+{(int)c:X4}⟩");
        else shown.Append(c switch { '\n' or '\u2028' or '\u2029' => '⏎', < ' ' => (char)(0x2400 + c), '\x7f' => '␡', >= '\x80' and < '\xa0' => '�', _ => c });
    }

    /// <summary>Whether a text has letters that are written from right to left.</summary>
    public static bool HasRightToLeft(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!TurnsDirection(c) && c is >= '\u0590' and <= '\u08ff' or >= '\ufb1d' and <= '\ufdff' or >= '\ufe70' and < '\ufeff' or '\ud802' or '\ud803' or '\ud83a' or '\ud83b') return true; // the last are halves of pairs
        return false;
    }

    /// <summary>The characters of bidirectional control: marks, embeddings, overrides and isolates.</summary>
    private static bool TurnsDirection(char c) => c is '\u061c' or '\u200e' or '\u200f' or >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
