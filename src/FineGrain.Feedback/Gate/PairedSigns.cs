namespace FineGrain.Feedback.Gate;

/// <summary>Differences of two models on the same examples: their mean, and the paired randomization test: were the two models equals, each difference could as well have the other sign (Fisher 1935; Yeh 2000).</summary>
public static class PairedSigns
{
    private const int ExactUpTo = 16;

    /// <summary>The mean difference with its normal 95 % interval, of no width for a single one.</summary>
    /// <param name="differences">Challenger minus champion, one each example, at least one.</param>
    public static (double Mean, double Low, double High) Mean(IReadOnlyList<double> differences)
    {
        var (n, mean) = (differences.Count, differences.Average());
        var error = 1.96 * Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, n - 1) / n);
        return (mean, mean - error, mean + error);
    }

    /// <summary>
    /// One-sided p value that the mean difference is above 0. All sign patterns where at most 16 differences are not zero; else random ones, counted with
    /// the observed pattern so that p is never 0.
    /// </summary>
    /// <param name="differences">Challenger minus champion, one each example.</param>
    /// <param name="draws">Random patterns.</param>
    /// <param name="seed">Seed of the patterns.</param>
    public static double PValue(IReadOnlyList<double> differences, int draws = 19_999, int seed = 1)
    {
        double[] moving = [.. differences.Where(d => d != 0)];
        var observed = moving.Sum();
        var tolerance = 1e-12 * moving.Sum(Math.Abs);
        if (moving.Length <= ExactUpTo)
        {
            var atLeast = 0;
            for (var pattern = 0; pattern < 1 << moving.Length; pattern++)
            {
                double sum = 0;
                for (var i = 0; i < moving.Length; i++) sum += (pattern >> i & 1) == 0 ? Math.Abs(moving[i]) : -Math.Abs(moving[i]);
                if (sum >= observed - tolerance) atLeast++;
            }
            return (double)atLeast / (1 << moving.Length);
        }
        var random = new Random(seed);
        var bits = new byte[(moving.Length + 7) / 8];
        var reached = 1;
        for (var draw = 0; draw < draws; draw++)
        {
            random.NextBytes(bits);
            double sum = 0;
            for (var i = 0; i < moving.Length; i++) sum += (bits[i >> 3] >> (i & 7) & 1) == 0 ? moving[i] : -moving[i];
            if (sum >= observed - tolerance) reached++;
        }
        return (double)reached / (draws + 1);
    }
}
