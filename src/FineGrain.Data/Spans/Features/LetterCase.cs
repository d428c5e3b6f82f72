namespace FineGrain.Data.Spans.Features;

/// <summary>How the letters of a unit are written; the values are hashed, so they never change.</summary>
internal enum LetterCase
{
    /// <summary>No letter that has a case.</summary>
    None = 1,

    /// <summary>word</summary>
    Lower,

    /// <summary>Word</summary>
    Title,

    /// <summary>WORD</summary>
    Upper,

    /// <summary>W, W.</summary>
    Initial,

    /// <summary>wOrd, McWord</summary>
    Mixed,
}

/// <summary>Finds the case of a unit.</summary>
internal static class LetterCases
{
    public static LetterCase Of(ReadOnlySpan<char> form)
    {
        int upper = 0, lower = 0;
        foreach (var c in form)
        {
            if (char.IsUpper(c)) upper++;
            else if (char.IsLower(c)) lower++;
        }
        if (upper == 0) return lower == 0 ? LetterCase.None : LetterCase.Lower;
        if (lower == 0) return upper == 1 ? LetterCase.Initial : LetterCase.Upper;
        return upper == 1 && char.IsUpper(form[0]) ? LetterCase.Title : LetterCase.Mixed;
    }
}
