using FineGrain.Core;

namespace FineGrain.Inference.Spans;

/// <summary>One set of triplets from the answers to overlapping windows of a long text.</summary>
public static class TripletMerge
{
    /// <summary>
    /// The triplets of the whole text. The hull of a triplet reaches from the first to the last character of its aspect and opinion; of one without a named aspect it is the opinion.
    /// Of the windows that see a hull whole, the one that sees most around it decides about it, as <see cref="WindowMerge"/> has it for spans. What is left of different windows and
    /// speaks of the same is one triplet: one that touches no border before one that does, a named aspect before none, then the wider. One window's answer is returned as it is.
    /// </summary>
    /// <param name="windows">The windows in their order.</param>
    /// <returns>The triplets by aspect, then by opinion.</returns>
    public static IReadOnlyList<Triplet> Of(IReadOnlyList<WindowTriplets> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Count == 1) return windows[0].Triplets;
        var chosen = new List<(Triplet Triplet, int Window, bool Touches)>();
        for (var w = 0; w < windows.Count; w++)
            foreach (var triplet in windows[w].Triplets)
                if (Decides(windows, w, Hull(triplet)) is { } context) chosen.Add((triplet, w, context <= 0));
        // Stable, and of equal ones the first: the order never depends on the machine.
        var ranked = chosen.OrderBy(c => c.Touches).ThenByDescending(c => c.Triplet.HasAspect).ThenByDescending(c => Width(Hull(c.Triplet))).Select(c => (c.Triplet, c.Window));
        return [.. WindowAnswer.Agreeing(windows, ranked, Hull, SpeakOfTheSame).OrderBy(t => t.Aspect.Start).ThenBy(t => t.Aspect.End).ThenBy(t => t.Opinion.Start)];
    }

    /// <summary>What a window sees around a hull; null where another window sees more.</summary>
    private static int? Decides(IReadOnlyList<WindowTriplets> windows, int window, (int Start, int End) hull)
    {
        var own = windows[window].Context(hull.Start, hull.End);
        return WindowAnswer.Neighbours(windows, window, hull.Start, hull.End).Any(other => windows[other].Context(hull.Start, hull.End) > own) ? null : own;
    }

    private static (int Start, int End) Hull(Triplet triplet) => triplet.HasAspect
        ? (Math.Min(triplet.Aspect.Start, triplet.Opinion.Start), Math.Max(triplet.Aspect.End, triplet.Opinion.End))
        : (triplet.Opinion.Start, triplet.Opinion.End);

    private static int Width((int Start, int End) hull) => hull.End - hull.Start;

    /// <summary>An opinion judges what the text names or something unnamed, never both.</summary>
    private static bool SpeakOfTheSame(Triplet a, Triplet b) => a.Opinion.Overlaps(b.Opinion) && (!a.HasAspect || !b.HasAspect || a.Aspect.Overlaps(b.Aspect));
}
