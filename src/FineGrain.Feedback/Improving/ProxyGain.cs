using FineGrain.Feedback.Gate;

namespace FineGrain.Feedback.Improving;

/// <summary>What a proxy says of a patch: mean gain in quality with its 95 % interval, one-sided p value, and the scores without and with it.</summary>
public sealed record ProxyGain(double Gain, double Low, double High, double PValue, double Before, double After)
{
    /// <summary>From the answers without and with the patch on the same examples.</summary>
    public static ProxyGain Of(Judged before, Judged after)
    {
        double[] differences = [.. after.Quality.Zip(before.Quality, (b, a) => b - a)];
        var (mean, low, high) = PairedSigns.Mean(differences);
        return new(mean, low, high, PairedSigns.PValue(differences), before.Score, after.Score);
    }
}
