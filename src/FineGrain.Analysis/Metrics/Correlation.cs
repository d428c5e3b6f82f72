namespace FineGrain.Analysis.Metrics;

/// <summary>Agreement of two lists of numbers.</summary>
public static class Correlation
{
    /// <summary>Pearson's r, -1 to 1; NaN where one list is constant.</summary>
    /// <exception cref="ArgumentException">The lengths differ or nothing was given.</exception>
    public static double Pearson(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Pearson(a, b, Ones(a, b));

    /// <summary>Spearman's ρ, -1 to 1: Pearson's r of the ranks, ties with their mean rank; NaN where one list is constant.</summary>
    /// <exception cref="ArgumentException">The lengths differ or nothing was given.</exception>
    public static double Spearman(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var ones = Ones(a, b);
        double[] ranksA = new double[a.Length], ranksB = new double[b.Length];
        Ranks(a, Order(a), ones, ranksA);
        Ranks(b, Order(b), ones, ranksB);
        return Pearson(ranksA, ranksB, ones);
    }

    /// <summary>Pearson's r where pair i stands <c>counts[i]</c> times. Two passes: means first, so that large offsets cost no digits.</summary>
    internal static double Pearson(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<int> counts)
    {
        double n = 0, meanA = 0, meanB = 0;
        for (var i = 0; i < counts.Length; i++) (n, meanA, meanB) = (n + counts[i], meanA + counts[i] * a[i], meanB + counts[i] * b[i]);
        (meanA, meanB) = (meanA / n, meanB / n);
        double ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) continue;
            double da = a[i] - meanA, db = b[i] - meanB;
            (ab, aa, bb) = (ab + counts[i] * da * db, aa + counts[i] * da * da, bb + counts[i] * db * db);
        }
        // A constant list leaves rounding dust instead of an exact zero.
        var dust = 1e-26 * n;
        return aa <= dust * (1 + meanA * meanA) || bb <= dust * (1 + meanB * meanB) ? double.NaN : Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1);
    }

    /// <summary>Mean ranks of <paramref name="values"/> where value i stands <c>counts[i]</c> times; linear once the order is known.</summary>
    internal static void Ranks(ReadOnlySpan<double> values, ReadOnlySpan<int> order, ReadOnlySpan<int> counts, Span<double> ranks)
    {
        double before = 0;
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            long tied = 0;
            while (end < order.Length && values[order[end]] == values[order[start]]) tied += counts[order[end++]];
            for (var i = start; i < end; i++) ranks[order[i]] = before + (tied + 1) / 2.0;
            (before, start) = (before + tied, end);
        }
    }

    /// <summary>Positions of <paramref name="values"/> from smallest to largest.</summary>
    internal static int[] Order(ReadOnlySpan<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(values.ToArray(), order);
        return order;
    }

    private static int[] Ones(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length == 0 || a.Length != b.Length) throw new ArgumentException($"need two lists of one length, got {a.Length} and {b.Length}");
        var ones = new int[a.Length];
        Array.Fill(ones, 1);
        return ones;
    }
}
