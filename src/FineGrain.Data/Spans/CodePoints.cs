using FineGrain.Core;

namespace FineGrain.Data.Spans;

/// <summary>Offsets in code points, as Python counts, and in UTF-16 units, as .NET, Java and JavaScript do. They differ after an emoji or a rare character.</summary>
internal static class CodePoints
{
    /// <summary>A span of code points as one of UTF-16 units; ends beyond the text stay beyond it.</summary>
    public static Span ToUtf16(string text, Span span) => span with { Start = Unit(text, span.Start), End = Unit(text, span.End) };

    /// <summary>A span of UTF-16 units as one of code points.</summary>
    public static Span FromUtf16(string text, Span span) => span with { Start = Count(text, span.Start), End = Count(text, span.End) };

    private static int Unit(string text, int point)
    {
        if (point < 0) return point;
        var unit = 0;
        while (point > 0 && unit < text.Length)
        {
            unit += char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length && char.IsLowSurrogate(text[unit + 1]) ? 2 : 1;
            point--;
        }
        return unit + point;
    }

    private static int Count(string text, int units)
    {
        var count = 0;
        foreach (var _ in text.AsSpan(0, units).EnumerateRunes()) count++;
        return count;
    }
}
