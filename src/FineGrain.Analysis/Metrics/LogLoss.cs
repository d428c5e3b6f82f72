namespace FineGrain.Analysis.Metrics;

/// <summary>−ln of the probability that the gold label was given, in nats.</summary>
public static class LogLoss
{
    /// <summary>Smallest probability that counts, 2⁻⁵²: a certain mistake costs 36.04 nats, not infinity (as scikit-learn does for 64-bit floats).</summary>
    public const double Floor = 2.220446049250313e-16;

    /// <summary>The loss of one example: probabilities are clipped to [<see cref="Floor"/>, 1 − <see cref="Floor"/>], then normalised to sum 1.</summary>
    /// <param name="probabilities">Probability of each label, C of them.</param>
    /// <param name="gold">Position of the gold label.</param>
    public static double Of(ReadOnlySpan<double> probabilities, int gold)
    {
        double sum = 0;
        foreach (var p in probabilities) sum += Clip(p);
        return -Math.Log(Clip(probabilities[gold]) / sum);
    }

    private static double Clip(double p) => Math.Clamp(p, Floor, 1 - Floor);
}
