using FineGrain.Data.Unicode;

namespace FineGrain.Data.Cleaning;

/// <summary>Removes control, format and private-use code points (Cc, Cf, Co) except tab, newline and carriage return.</summary>
internal static class ControlCharacters
{
    /// <summary>What stays keeps its origin.</summary>
    public static void Remove(MappedText text)
    {
        int first = 0, width;
        while (first < text.Length && !Goes(text.CodePointAt(first, out width))) first += width;
        if (first >= text.Length) return;
        text.Begin();
        text.Keep(0, first);
        for (var i = first; i < text.Length; i += width)
            if (!Goes(text.CodePointAt(i, out width))) text.Keep(i, i + width);
        text.Commit();
    }

    private static bool Goes(int codePoint) => codePoint is not ('\t' or '\n' or '\r') && codePoint is < 0x20 or >= 0x7F && UnicodeNormalizer.IsOther(codePoint);
}
