namespace FineGrain.Analysis.Statistics;

/// <summary>Student's t distribution for whole degrees of freedom, in closed form.</summary>
public static class StudentT
{
    /// <summary>The t for which P(|T| ≤ t) = <paramref name="share"/>; 0.95 gives the factor of a 95 % interval.</summary>
    /// <param name="share">Between 0 and 1, both excluded.</param>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double TwoSided(double share, int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        double low = 0, high = 1;
        while (Within(high, freedom) < share) high *= 2;
        for (var halving = 0; halving < 100; halving++)
        {
            var middle = (low + high) / 2;
            if (Within(middle, freedom) < share) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>P(|T| ≤ <paramref name="t"/>): Abramowitz and Stegun (1964), 26.7.3 for odd and 26.7.4 for even degrees of freedom, θ = atan(t/√ν).</summary>
    public static double Within(double t, int freedom)
    {
        var angle = Math.Atan(t / Math.Sqrt(freedom));
        var squared = Math.Cos(angle) * Math.Cos(angle);
        var odd = freedom % 2 == 1;
        double term = odd ? Math.Cos(angle) : 1, sum = freedom == 1 ? 0 : term;
        for (var k = odd ? 3 : 2; k < freedom; k += 2) sum += term *= squared * (k - 1) / k;
        return odd ? 2 / Math.PI * (angle + Math.Sin(angle) * sum) : Math.Sin(angle) * sum;
    }
}
