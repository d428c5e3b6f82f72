namespace FineGrain.Feedback.Causes;

/// <summary>The small tests that detectors share.</summary>
internal static class Tests
{
    /// <summary>One-sided p value of a standard normal z (Abramowitz and Stegun 7.1.26 for erfc, continued fraction in the tail).</summary>
    public static double UpperTail(double z)
    {
        if (double.IsNaN(z)) return 1;
        if (z < 0) return 1 - UpperTail(-z);
        if (z > 5)
        {
            // Mills ratio: keeps its relative accuracy where the polynomial has none left.
            var z2 = z * z;
            return Math.Exp(-z2 / 2) / (z * Math.Sqrt(2 * Math.PI)) * (1 - (1 / z2) + (3 / (z2 * z2)) - (15 / (z2 * z2 * z2)));
        }
        var x = z / Math.Sqrt(2);
        var t = 1 / (1 + (0.3275911 * x));
        return 0.5 * t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-x * x);
    }

    /// <summary>z of a difference of means, variances unequal (Welch).</summary>
    public static double Welch(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count < 2 || b.Count < 2) return double.NaN;
        var (ma, mb) = (a.Average(), b.Average());
        var variance = (a.Sum(x => (x - ma) * (x - ma)) / (a.Count - 1) / a.Count) + (b.Sum(x => (x - mb) * (x - mb)) / (b.Count - 1) / b.Count);
        return variance == 0 ? double.NaN : (ma - mb) / Math.Sqrt(variance);
    }

    /// <summary>Chance of <paramref name="hits"/> or more of <paramref name="count"/> where each is one with the chance <paramref name="rate"/>: the exact binomial tail.</summary>
    public static double BinomialTail(int hits, int count, double rate)
    {
        if (hits <= 0) return 1;
        double sum = 0, choose = 0; // choose: ln of count over k
        for (var k = 0; k <= count; k++)
        {
            if (k > 0) choose += Math.Log(count - k + 1) - Math.Log(k);
            if (k >= hits) sum += Math.Exp(choose + (k * Math.Log(rate)) + ((count - k) * Math.Log(1 - rate)));
        }
        return Math.Min(1, sum);
    }

    /// <summary>z of the difference of two shares, with one added to each cell so that a share of 0 still has a variance.</summary>
    public static double Shares(int hitsA, int countA, int hitsB, int countB)
    {
        double a = (hitsA + 0.5) / (countA + 1), b = (hitsB + 0.5) / (countB + 1);
        return (a - b) / Math.Sqrt((a * (1 - a) / (countA + 1)) + (b * (1 - b) / (countB + 1)));
    }
}
