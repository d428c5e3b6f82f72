namespace FineGrain.Analysis.Statistics;

/// <summary>
/// The percentile bootstrap (Efron and Tibshirani 1993, section 13.3): rows are drawn with replacement, as counts, and the statistics measured on them.
/// Same seed, same interval, on any number of threads.
/// </summary>
public static class Bootstrap
{
    /// <summary>Measures statistics on resamples.</summary>
    /// <param name="rows">Number of rows N.</param>
    /// <param name="width">Number of statistics.</param>
    /// <param name="measure">Gets how often each row stands in the resample (N counts that sum to N), writes the statistics. Called from several threads.</param>
    /// <param name="samples">Number of resamples; 0 gives empty lists.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>For each statistic its values over the resamples, in resample order.</returns>
    public static double[][] Resample(int rows, int width, StatisticsOfCounts measure, int samples, int seed)
    {
        return Repeated.Collect(samples, width, seed, () => new int[rows], (ref random, counts, found) =>
        {
            Array.Clear(counts);
            for (var i = 0; i < rows; i++) counts[random.Below(rows)]++;
            measure(counts, found);
        });
    }

    /// <summary>Two-sided p value of a difference from its paired resamples: 2 · (1 + the fewer on one side of 0) / (1 + resamples), at most 1; NaN without any. A resample of exactly 0 counts on both sides.</summary>
    public static double PValue(IReadOnlyList<double> differences)
    {
        double[] finite = [.. differences.Where(double.IsFinite)];
        if (finite.Length == 0) return double.NaN;
        return Math.Min(1, 2.0 * (1 + Math.Min(finite.Count(d => d <= 0), finite.Count(d => d >= 0))) / (1 + finite.Length));
    }

    /// <summary>The 95 % percentile interval of the mean of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">Nothing was given.</exception>
    public static Interval OfMean(IReadOnlyList<double> values, int samples = 1000, int seed = 1)
    {
        if (values.Count == 0) throw new ArgumentException("the mean of nothing has no interval");
        return Interval.OfQuantiles(Resample(values.Count, 1, (counts, found) =>
        {
            double sum = 0;
            for (var i = 0; i < counts.Length; i++) sum += counts[i] * values[i];
            found[0] = sum / values.Count;
        }, samples, seed)[0]);
    }
}

/// <summary>Measures statistics where row i counts <c>counts[i]</c> times.</summary>
public delegate void StatisticsOfCounts(ReadOnlySpan<int> counts, Span<double> values);
