namespace FineGrain.Analysis.Statistics;

/// <summary>A 95 % interval; NaN ends where it could not be had.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
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

    private static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
