namespace FineGrain.Analysis.Statistics;

/// <summary>The rank-sum test of Mann and Whitney (1947), one-sided, by its normal approximation with the correction for ties and without one for continuity.</summary>
public sealed class MannWhitney
{
    private readonly double[] ranks;
    private readonly double tieTerm;

    /// <summary>Ranks <paramref name="values"/> once; any part of them can then be tested against the others.</summary>
    public MannWhitney(IReadOnlyList<double> values)
    {
        ranks = new double[values.Count];
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            while (to < order.Length && values[order[to]] == values[order[from]]) to++;
            for (var i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2.0;
            double tied = to - from;
            tieTerm += tied * tied * tied - tied;
            from = to;
        }
    }

    /// <summary>Chance that a part of this size has so large values or larger, were it drawn at random; NaN where it is nothing or everything.</summary>
    /// <param name="part">Positions of the values.</param>
    public double Larger(IReadOnlyCollection<int> part)
    {
        double n1 = part.Count, n2 = ranks.Length - n1, n = ranks.Length, sum = 0;
        if (n1 == 0 || n2 == 0) return double.NaN;
        foreach (var i in part) sum += ranks[i];
        var u = sum - n1 * (n1 + 1) / 2;
        var deviation = Math.Sqrt(n1 * n2 / 12 * (n + 1 - tieTerm / (n * (n - 1))));
        return deviation == 0 ? 1 : Normal.Above((u - n1 * n2 / 2) / deviation);
    }
}
