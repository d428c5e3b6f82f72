namespace FineGrain.Analysis.Statistics;

/// <summary>How small a difference a test set can show.</summary>
public static class Power
{
    /// <summary>Chance with which a difference of the stated size is found.</summary>
    public const double Wanted = 0.8;

    /// <summary>
    /// The smallest difference of accuracy that McNemar's two-sided test at 5 % finds with 80 % power (Connor 1987): the δ that solves
    /// δ√n = z₀.₉₇₅ √ψ + z₀.₈ √(ψ − δ²), where the two models differ in right and wrong on a share ψ of n examples.
    /// </summary>
    /// <param name="examples">n, at least 1.</param>
    /// <param name="discordant">ψ, above 0 and at most 1.</param>
    /// <returns>δ; ψ itself where not even that would be found.</returns>
    public static double DetectableByMcNemar(int examples, double discordant)
    {
        double alpha = Normal.Quantile(0.975), beta = Normal.Quantile(Wanted), low = 0, high = discordant;
        for (var halving = 0; halving < 100; halving++)
        {
            var middle = (low + high) / 2;
            var shown = middle * Math.Sqrt(examples) - alpha * Math.Sqrt(discordant) - beta * Math.Sqrt(Math.Max(0, discordant - middle * middle));
            if (shown < 0) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>The smallest difference that a two-sided normal test at 5 % finds with 80 % power: (z₀.₉₇₅ + z₀.₈) · standard error, for any metric whose difference has been resampled.</summary>
    /// <param name="differences">Resampled differences; NaN are left out.</param>
    public static double DetectableBySpread(IEnumerable<double> differences)
    {
        double[] finite = [.. differences.Where(double.IsFinite)];
        if (finite.Length < 2) return double.NaN;
        var mean = finite.Average();
        return (Normal.Quantile(0.975) + Normal.Quantile(Wanted)) * Math.Sqrt(finite.Sum(d => (d - mean) * (d - mean)) / (finite.Length - 1));
    }
}
