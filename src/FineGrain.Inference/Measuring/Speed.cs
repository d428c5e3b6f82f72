namespace FineGrain.Inference.Measuring;

/// <summary>What was measured of one predictor.</summary>
/// <param name="Rates">Sentences a second, text to label, of each round.</param>
/// <param name="Latencies">Milliseconds of each single answer, over all rounds, ascending; empty where none were asked for.</param>
public sealed record Speed(IReadOnlyList<double> Rates, IReadOnlyList<double> Latencies)
{
    /// <summary>Median of the rounds.</summary>
    public double SentencesPerSecond => Median(Rates);

    /// <summary>The latency that this share of the answers does not exceed, in milliseconds (nearest rank).</summary>
    /// <param name="share">0 to 1.</param>
    /// <exception cref="InvalidOperationException">No latencies were measured.</exception>
    public double Percentile(double share) => Latencies.Count == 0
        ? throw new InvalidOperationException("no latencies were measured")
        : Latencies[Math.Clamp((int)Math.Ceiling(share * Latencies.Count) - 1, 0, Latencies.Count - 1)];

    /// <summary>How many times faster this one is, round by round against the other's same round: smallest, median, largest.</summary>
    public (double Low, double Median, double High) Over(Speed other)
    {
        ArgumentNullException.ThrowIfNull(other);
        double[] ratios = [.. Rates.Zip(other.Rates, (a, b) => a / b).Order()];
        return (ratios[0], Median(ratios), ratios[^1]);
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
