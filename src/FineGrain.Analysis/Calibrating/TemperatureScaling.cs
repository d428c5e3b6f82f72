using FineGrain.Core.Calibrating;

namespace FineGrain.Analysis.Calibrating;

/// <summary>One factor on all logits (Guo et al. 2017, equation 9): never changes the answer of a one-label model, only how sure it is.</summary>
public static class TemperatureScaling
{
    /// <summary>Temperatures beyond these mean that dev is too small or too easy to say; the borders are taken instead.</summary>
    public const double Lowest = 0.05, Highest = 20;

    /// <summary>
    /// The temperature T with the least mean log-loss on <paramref name="dev"/>. The loss is convex in β = 1/T, with derivative Σ_k (p_k − y_k) z_k,
    /// so halving the interval of β finds the one place where that is 0.
    /// </summary>
    public static double Fit(DevLogits dev)
    {
        double low = 1 / Highest, high = 1 / Lowest;
        if (Slope(dev, high) <= 0) return Lowest;
        if (Slope(dev, low) >= 0) return Highest;
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = Math.Sqrt(low * high);
            if (Slope(dev, middle) < 0) low = middle;
            else high = middle;
        }
        return 2 / (low + high);
    }

    private static double Slope(DevLogits dev, double beta)
    {
        var calibrator = new Calibrator(dev.Target, 1 / beta, null);
        double slope = 0;
        for (var i = 0; i < dev.Count; i++)
        {
            var p = calibrator.Probabilities(dev.Logits[i]);
            for (var k = 0; k < p.Length; k++) slope += (p[k] - dev.Gold[i][k]) * dev.Logits[i][k];
        }
        return slope;
    }
}
