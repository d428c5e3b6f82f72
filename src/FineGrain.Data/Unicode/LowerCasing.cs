namespace FineGrain.Data.Unicode;

/// <summary>Full lower-casing over a <see cref="MappedText"/>.</summary>
internal static class LowerCasing
{
    private const char Sigma = '\u03A3';

    public static void Apply(MappedText text)
    {
        var units = text.Units;
        var first = 0;
        for (; first < units.Length; first++)
        {
            var c = units[first];
            if (c >= 0x80) break;
            if (c is >= 'A' and <= 'Z') text.Replace(first, (char)(c | 0x20));
        }
        if (first == units.Length) return;

        text.Begin();
        text.Keep(0, first);
        for (int i = first, width; i < text.Length; i += width)
        {
            var cp = text.CodePointAt(i, out width);
            if (cp == Sigma)
            {
                text.Append(IsFinal(text, i) ? 'ς' : 'σ', text.StartOf(i), text.EndOf(i));
            }
            else if (UnicodeTables.LowerCaseOf(cp) is { } to)
            {
                int start = text.StartOf(i), end = text.EndOf(i + width - 1);
                foreach (var part in to) text.AppendCodePoint(part, start, end);
            }
            else
            {
                text.Keep(i, i + width);
            }
        }
        text.Commit();
    }

    /// <summary>Final_Sigma: a cased letter stands before, and none after, case-ignorable ones passed over.</summary>
    private static bool IsFinal(MappedText text, int at) => Meets(text, at, -1) && !Meets(text, at, 1);

    private static bool Meets(MappedText text, int at, int step)
    {
        for (var i = at + step; i >= 0 && i < text.Length; i += step)
        {
            if (step < 0 && char.IsLowSurrogate(text.Units[i]) && i > 0) i--;
            var flags = UnicodeTables.FlagsOf(text.CodePointAt(i, out var width));
            if (step > 0) i += width - 1;
            if ((flags & UnicodeFlags.CaseIgnorable) != 0) continue;
            return (flags & UnicodeFlags.Cased) != 0;
        }
        return false;
    }
}
