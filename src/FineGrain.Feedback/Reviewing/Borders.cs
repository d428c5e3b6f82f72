using System.Globalization;
using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Reviewing;

/// <summary>Moves the borders of a span over what a reader takes for one character, or over words. A span never becomes empty, and never cuts a character.</summary>
public static class Borders
{
    /// <summary>The span with one border moved; the same where it cannot go further.</summary>
    /// <param name="text">The text.</param>
    /// <param name="span">The span.</param>
    /// <param name="end">Moves the end; else the start.</param>
    /// <param name="by">Steps, to the right where positive.</param>
    /// <param name="words">Steps over words; else over characters.</param>
    public static Span Move(string text, Span span, bool end, int by, bool words)
    {
        int[] stops = [.. words ? WordStops(text, end) : CharacterStops(text)];
        var at = end ? span.End : span.Start;
        for (; by > 0; by--) at = stops.Where(s => s > at).DefaultIfEmpty(at).First();
        for (; by < 0; by++) at = stops.Where(s => s < at).DefaultIfEmpty(at).Last();
        if (end) return at > span.Start ? span with { End = at } : span;
        return at < span.End ? span with { Start = at } : span;
    }

    private static IEnumerable<int> CharacterStops(string text) => StringInfo.ParseCombiningCharacters(text).Append(text.Length);

    /// <summary>A start stands before a word, an end behind one.</summary>
    private static IEnumerable<int> WordStops(string text, bool end) => TextUnits.Of(text).Select(u => end ? u.End : u.Start);
}
