namespace FineGrain.Core.Spans;

/// <summary>Spans as a table over first and last unit, which can say nested and crossing spans: 0 is none, else the label plus 1.</summary>
public static class SpanGrid
{
    /// <summary>The table of spans, row-major [count, count] (first unit, last unit).</summary>
    /// <param name="spans">Spans in units.</param>
    /// <param name="count">Number of units.</param>
    /// <exception cref="ArgumentException">A span leaves the units, or two labels mark the same units: one number a cell cannot say that.</exception>
    public static int[] Encode(IEnumerable<UnitSpan> spans, int count)
    {
        ArgumentNullException.ThrowIfNull(spans);
        var cells = new int[count * count];
        foreach (var span in spans)
        {
            if (span.Start < 0 || span.End > count || span.Start >= span.End) throw new ArgumentException($"span [{span.Start}, {span.End}) does not lie in {count} units", nameof(spans));
            ref var cell = ref cells[(span.Start * count) + span.End - 1];
            if (cell != 0 && cell != span.Label + 1) throw new ArgumentException($"units [{span.Start}, {span.End}) have two labels, which one number a cell cannot say", nameof(spans));
            cell = span.Label + 1;
        }
        return cells;
    }
}
