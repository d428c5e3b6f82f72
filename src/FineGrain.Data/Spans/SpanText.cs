using System.Globalization;
using System.Text;
using FineGrain.Core;

namespace FineGrain.Data.Spans;

/// <summary>Rules that every span obeys, whatever file it came from.</summary>
internal static class SpanText
{
    /// <summary>Refuses a span that is empty, leaves its text or cuts a character in two.</summary>
    /// <exception cref="FormatException">The span and what is wrong with it.</exception>
    public static Span Checked(string text, Span span)
    {
        if (span.Start < 0 || span.End > text.Length)
            throw new FormatException($"span [{span.Start}, {span.End}) '{span.Label}' leaves the text, which has {text.Length} UTF-16 units");
        if (span.End <= span.Start) throw new FormatException($"span [{span.Start}, {span.End}) '{span.Label}' is empty; the end is one past the last character");
        if (Cuts(text, span.Start) || Cuts(text, span.End))
            throw new FormatException($"span [{span.Start}, {span.End}) '{span.Label}' cuts a surrogate pair in two. Offsets count UTF-16 units; if they count code points, set 'offsets: codepoints'");
        return span;
    }

    /// <summary>Spans by start, then end, then label.</summary>
    public static Span[] Ordered(IEnumerable<Span> spans) => [.. spans.OrderBy(s => s.Start).ThenBy(s => s.End).ThenBy(s => s.Label, StringComparer.Ordinal)];

    /// <summary>The first two spans that overlap, or null.</summary>
    public static (Span First, Span Second)? Overlap(IEnumerable<Span> spans)
    {
        Span? widest = null;
        foreach (var span in Ordered(spans))
        {
            if (widest is not null && span.Start < widest.End) return (widest, span);
            if (widest is null || span.End > widest.End) widest = span;
        }
        return null;
    }

    /// <summary>Refuses spans that share a character.</summary>
    /// <exception cref="FormatException">The two spans.</exception>
    public static void Flat(IEnumerable<Span> spans, string format)
    {
        if (Overlap(spans) is var (first, second))
            throw new FormatException($"spans [{first.Start}, {first.End}) '{first.Label}' and [{second.Start}, {second.End}) '{second.Label}' overlap, which {format} cannot say; span-jsonl and brat can");
    }

    /// <summary>
    /// What is odd about the borders of a span, or null: white space or an invisible character at an end, or a combining character cut from its base.
    /// </summary>
    public static string? OddBorder(string text, Span span)
    {
        var (first, last) = (Rune.GetRuneAt(text, span.Start), LastRune(text, span.End));
        if (Rune.IsWhiteSpace(first)) return "begins with white space";
        if (Rune.IsWhiteSpace(last)) return "ends with white space";
        if (IsMark(first)) return $"begins with U+{first.Value:X4}, which combines with the character before it";
        if (span.End < text.Length && Rune.GetRuneAt(text, span.End) is var next && IsMark(next)) return $"ends before U+{next.Value:X4}, which combines with its last character";
        if (IsInvisible(first)) return $"begins with the invisible U+{first.Value:X4}";
        return IsInvisible(last) ? $"ends with the invisible U+{last.Value:X4}" : null;
    }

    private static Rune LastRune(string text, int end) => Rune.GetRuneAt(text, end >= 2 && char.IsLowSurrogate(text[end - 1]) ? end - 2 : end - 1);

    private static bool Cuts(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);

    // The zero-width joiner and the variation selectors bind like marks: cut there, an emoji falls apart.
    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark
        || rune.Value is 0x200D or (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF);

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;
}
