using FineGrain.Core;

namespace FineGrain.Inference.Spans;

/// <summary>One set of spans from the answers to overlapping windows of a long text.</summary>
public static class WindowMerge
{
    /// <summary>
    /// The spans of the whole text. Of the windows that see a stretch whole, the one that sees most around it decides about it, as Devlin et al. 2019 do for answers:
    /// its score counts, and what only another one found is dropped, so a span that a border cut off loses to the whole one. What is left of different windows and
    /// contradicts each other is taken from the surest down, spans that touch a border last. One window's answer is returned as it is.
    /// </summary>
    /// <param name="windows">The windows in their order.</param>
    /// <param name="flat">Whether spans of two windows may not lie inside each other either; they never cross.</param>
    /// <returns>The spans by start, the wider first.</returns>
    public static IReadOnlyList<ScoredSpan> Spans(IReadOnlyList<WindowSpans> windows, bool flat = true)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Count == 1) return windows[0].Spans;
        var chosen = new List<(ScoredSpan Span, int Window, bool Touches)>();
        for (var w = 0; w < windows.Count; w++)
            foreach (var span in windows[w].Spans)
                if (Decides(windows, w, span)) chosen.Add((span, w, windows[w].Context(span.Start, span.End) <= 0));
        // Stable, and of equal scores the first: the order never depends on the machine.
        var ranked = chosen.OrderBy(c => c.Touches).ThenByDescending(c => c.Span.Score).Select(c => (c.Span, c.Window));
        return [.. WindowAnswer.Agreeing(windows, ranked, s => (s.Start, s.End), (a, b) => Nesting.Forbids((a.Start, a.End), (b.Start, b.End), flat)).OrderBy(s => s.Start).ThenByDescending(s => s.End).ThenBy(s => s.Label, StringComparer.Ordinal)];
    }

    /// <summary>Whether no other window knows better about a span of this one. Where two know as much, the higher score stands, of equal ones the first.</summary>
    private static bool Decides(IReadOnlyList<WindowSpans> windows, int window, ScoredSpan span)
    {
        var own = windows[window].Context(span.Start, span.End);
        foreach (var other in WindowAnswer.Neighbours(windows, window, span.Start, span.End))
        {
            var context = windows[other].Context(span.Start, span.End);
            if (context > own) return false;
            if (context < own) continue;
            var same = windows[other].Spans.FirstOrDefault(s => s.Start == span.Start && s.End == span.End && s.Label == span.Label);
            if (same is not null && (same.Score > span.Score || (same.Score == span.Score && other < window))) return false;
        }
        return true;
    }

    /// <summary>How probable each of some spans is to the window that sees most around it; the first of equal ones.</summary>
    /// <param name="windows">The windows in their order.</param>
    /// <param name="asked">Spans of the whole text.</param>
    /// <param name="scores">Of each window the probability of each span.</param>
    public static IReadOnlyList<double> Probabilities(IReadOnlyList<WindowAnswer> windows, IReadOnlyList<Span> asked, IReadOnlyList<IReadOnlyList<double>> scores) =>
        [.. asked.Select((s, i) => scores[Enumerable.Range(0, windows.Count).MaxBy(w => windows[w].Context(s.Start, s.End))][i])];
}
