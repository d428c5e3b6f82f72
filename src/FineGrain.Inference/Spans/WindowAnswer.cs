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

    /// <summary>What can stand together of what the windows found: of two windows' findings that contradict each other the one that comes first stands. A window never contradicts itself.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="ranked">Each finding and its window, the preferred ones first.</param>
    /// <param name="place">Where a finding stands.</param>
    /// <param name="contradict">Whether two findings cannot stand together.</param>
    internal static IEnumerable<T> Agreeing<T>(IReadOnlyList<WindowAnswer> windows, IEnumerable<(T Found, int Window)> ranked, Func<T, (int Start, int End)> place, Func<T, T, bool> contradict)
    {
        var accepted = new List<T>[windows.Count];
        for (var w = 0; w < accepted.Length; w++) accepted[w] = [];
        foreach (var (found, window) in ranked)
        {
            var (start, end) = place(found);
            if (!Neighbours(windows, window, start, end).Any(n => accepted[n].Exists(other => contradict(other, found)))) accepted[window].Add(found);
        }
        return accepted.SelectMany(a => a);
    }
}
