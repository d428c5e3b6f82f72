using FineGrain.Data.Batching;

namespace FineGrain.Inference.Spans;

/// <summary>What a model says of one window of a long text, in UTF-16 units of the original text.</summary>
/// <param name="Start">First UTF-16 unit that the window sees.</param>
/// <param name="End">One past the last.</param>
/// <param name="CutBefore">Whether text stands before it that it does not see.</param>
/// <param name="CutAfter">Whether text stands behind it that it does not see.</param>
public abstract record WindowAnswer(int Start, int End, bool CutBefore, bool CutAfter)
{
    /// <summary>How far a stretch lies from the nearest border behind which the window is blind; below 0 where it does not see all of it.</summary>
    internal int Context(int start, int end) => WindowContext.Of((Start, End), CutBefore, CutAfter, (start, end));

    /// <summary>The other windows that see some of a stretch that a window sees.</summary>
    internal static IEnumerable<int> Neighbours(IReadOnlyList<WindowAnswer> windows, int window, int start, int end)
    {
        for (var w = window - 1; w >= 0 && windows[w].End > start; w--) yield return w;
        for (var w = window + 1; w < windows.Count && windows[w].Start < end; w++) yield return w;
    }
}
