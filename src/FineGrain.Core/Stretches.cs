namespace FineGrain.Core;

/// <summary>Long sequences in parts.</summary>
public static class Stretches
{
    /// <summary>Cuts sequences that lie one after the other into stretches of at most <paramref name="most"/> elements, a long one in equal parts; what has a single element has no context and is left out.</summary>
    /// <param name="starts">Where each sequence begins, and the end: one more than there are sequences.</param>
    /// <param name="most">Most elements of a stretch, 2 or more.</param>
    public static IEnumerable<(int Start, int Length)> Cut(IReadOnlyList<int> starts, int most)
    {
        ArgumentNullException.ThrowIfNull(starts);
        for (var s = 0; s + 1 < starts.Count; s++)
        {
            var length = starts[s + 1] - starts[s];
            var parts = (length + most - 1) / most;
            for (var p = 0; p < parts; p++)
            {
                var (from, to) = ((int)((long)length * p / parts), (int)((long)length * (p + 1) / parts));
                if (to - from > 1) yield return (starts[s] + from, to - from);
            }
        }
    }
}
