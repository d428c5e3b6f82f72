namespace FineGrain.Analysis.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>P(Z &gt; <paramref name="z"/>), to about 1e-13 relative: the continued fraction of Laplace for large z, the power series for small (Abramowitz and Stegun 1964, 26.2.10 and 26.2.14).</summary>
    public static double Above(double z)
    {
        if (z < 0) return 1 - Above(-z);
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z > 3)
        {
            var fraction = z;
            for (var k = 120; k > 0; k--) fraction = z + k / fraction;
            return density / fraction;
        }
        double term = z, sum = z;
        for (var k = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum) && k < 400; k += 2) sum += term *= z * z / k;
        return 0.5 - density * sum;
    }

    /// <summary>The z with P(Z ≤ z) = <paramref name="share"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        double low = -40, high = 40;
        for (var halving = 0; halving < 200 && high - low > 1e-15; halving++)
        {
            var middle = (low + high) / 2;
            if (Above(-middle) < share) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
