namespace FineGrain.Data.Unicode;

/// <summary>Unicode normal forms (UAX 15) and lower-casing with our own tables, independent of ICU, keeping offsets into the original.</summary>
public static class UnicodeNormalizer
{
    /// <summary>The normal form of <paramref name="text"/>; unpaired surrogates become U+FFFD.</summary>
    public static string Normalize(string text, NormalForm form)
    {
        if (System.Text.Ascii.IsValid(text)) return text;
        var mapped = new MappedText(text);
        Normalize(mapped, form);
        return mapped.ToString();
    }

    /// <summary>Lower case of <paramref name="text"/> (full mapping, final sigma); unpaired surrogates become U+FFFD.</summary>
    public static string Lower(string text)
    {
        var mapped = new MappedText(text);
        Lower(mapped);
        return mapped.ToString();
    }

    /// <summary>Brings <paramref name="text"/> into <paramref name="form"/>. A composed code point comes from all that it was composed of.</summary>
    public static void Normalize(MappedText text, NormalForm form)
    {
        var limit = form switch { NormalForm.Nfc => '\u0300', NormalForm.Nfd => '\u00C0', _ => '\u00A0' };
        if (text.Units.IndexOfAnyExceptInRange('\0', (char)(limit - 1)) < 0) return;
        new Normalization(text, compatible: form is NormalForm.Nfkc or NormalForm.Nfkd, compose: form is NormalForm.Nfc or NormalForm.Nfkc).Run();
    }

    /// <summary>Lower-cases <paramref name="text"/>: full mapping, and Σ at the end of a word becomes ς (Unicode Standard 3.13, Final_Sigma).</summary>
    public static void Lower(MappedText text) => LowerCasing.Apply(text);

    /// <summary>Whether <paramref name="codePoint"/> is white space (property White_Space).</summary>
    public static bool IsSpace(int codePoint) => (UnicodeTables.FlagsOf(codePoint) & UnicodeFlags.Space) != 0;

    /// <summary>Whether <paramref name="codePoint"/> is a letter (category L).</summary>
    public static bool IsLetter(int codePoint) => (UnicodeTables.FlagsOf(codePoint) & UnicodeFlags.Letter) != 0;

    /// <summary>Whether <paramref name="codePoint"/> is a control, format, private-use or lone surrogate code point.</summary>
    public static bool IsOther(int codePoint) => (UnicodeTables.FlagsOf(codePoint) & UnicodeFlags.Other) != 0;

    /// <summary>Whether <paramref name="codePoint"/> is punctuation (category P).</summary>
    public static bool IsPunctuation(int codePoint) => (UnicodeTables.FlagsOf(codePoint) & UnicodeFlags.Punctuation) != 0;

    /// <summary>Whether <paramref name="codePoint"/> is a non-spacing mark such as a combining accent (category Mn).</summary>
    public static bool IsNonSpacingMark(int codePoint) => (UnicodeTables.FlagsOf(codePoint) & UnicodeFlags.NonSpacingMark) != 0;
}
