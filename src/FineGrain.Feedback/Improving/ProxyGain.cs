using FineGrain.Feedback.Gate;

namespace FineGrain.Feedback.Improving;

/// <summary>What a proxy says of a patch: mean gain in quality with its 95 % interval, one-sided p value, and the scores without and with it.</summary>
public sealed record ProxyGain(double Gain, double Low, double High, double PValue, double Before, double After)
{
    /// <summary>From the answers without and with the patch on the same examples.</summary>
    public static ProxyGain Of(Judged before, Judged after)
    {
        double[] differences = [.. after.Quality.Zip(before.Quality, (b, a) => b - a)];
        var mean = differences.Average();
        var error = 1.96 * Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, differences.Length - 1) / differences.Length);
        return new(mean, mean - error, mean + error, PairedSigns.PValue(differences), before.Score, after.Score);
    }
}
