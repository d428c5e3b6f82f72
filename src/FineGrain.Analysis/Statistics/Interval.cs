namespace FineGrain.Analysis.Statistics;

/// <summary>A 95 % interval; NaN ends where it could not be had.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The 97.5 % quantile of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>No interval.</summary>
    public static Interval None => new(double.NaN, double.NaN);

    /// <summary>The 2.5 and 97.5 % quantiles (linear between order statistics, Hyndman and Fan's type 7) of what is not NaN. <paramref name="values"/> keep their order: paired resamples rely on it.</summary>
    public static Interval OfQuantiles(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted); // NaN sorts first
        var numbers = sorted.AsSpan(Array.LastIndexOf(sorted, double.NaN) + 1);
        return numbers.Length == 0 ? None : new(Quantile(numbers, 0.025), Quantile(numbers, 0.975));
    }

    /// <summary>
    /// The 95 % interval of a share by Wilson (1927): the shares that a two-sided normal test would not reject. Unlike the bootstrap it has width at 0 and 1, and it costs nothing.
    /// </summary>
    /// <param name="hits">Examples that count.</param>
    /// <param name="all">All examples; 0 gives no interval.</param>
    public static Interval OfShare(long hits, long all)
    {
        if (all == 0) return None;
        double n = all, share = hits / n, middle = share + Z * Z / (2 * n), half = Z * Math.Sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)), whole = 1 + Z * Z / n;
        return new(Math.Max(0, (middle - half) / whole), Math.Min(1, (middle + half) / whole));
    }

    /// <summary>The normal 95 % interval of the mean of <paramref name="values"/>; NaN ends for fewer than two of them.</summary>
    public static Interval OfMean(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2) return None;
        var mean = values.Average();
        var half = Z * Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1) / values.Count);
        return new(mean - half, mean + half);
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
