namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>
/// For every row and slice (a type, a length, a frequency …) the hits, gold and predicted spans, kept sparse, so that any resample is counted in one pass.
/// Thread-safe once filled.
/// </summary>
internal sealed class SliceTable(int rows, int slices)
{
    private readonly List<(int Slice, SpanCount Count)>[] cells = [.. Enumerable.Range(0, rows).Select(_ => new List<(int, SpanCount)>())];

    /// <summary>Number of slices.</summary>
    public int Slices => slices;

    /// <summary>Adds to a row's cell.</summary>
    public void Add(int row, int slice, SpanCount count)
    {
        var at = cells[row].FindIndex(c => c.Slice == slice);
        if (at < 0) cells[row].Add((slice, count));
        else cells[row][at] = (slice, cells[row][at].Count + count);
    }

    /// <summary>Adds the strict counts of one row, each extraction to the slice that <paramref name="sliceOf"/> names (negative: none).</summary>
    public void AddStrict(int row, IReadOnlyList<Extraction> gold, IReadOnlyList<Extraction> predicted, Func<Extraction, int> sliceOf)
    {
        var known = gold.ToHashSet();
        foreach (var g in gold)
            if (sliceOf(g) is >= 0 and var slice) Add(row, slice, new(0, 1, 0));
        foreach (var p in predicted)
            if (sliceOf(p) is >= 0 and var slice) Add(row, slice, new(known.Contains(p) ? 1 : 0, 0, 1));
    }

    /// <summary>The counts of every slice with row i standing <c>counts[i]</c> times.</summary>
    public SpanCount[] Count(ReadOnlySpan<int> counts)
    {
        var total = new SpanCount[slices];
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) continue;
            foreach (var (slice, c) in cells[i]) total[slice] += new SpanCount(c.Hits * counts[i], c.Gold * counts[i], c.Predicted * counts[i]);
        }
        return total;
    }
}
