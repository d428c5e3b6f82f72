namespace FineGrain.Feedback.Tuning;

/// <summary>
/// The tree-structured Parzen estimator (Bergstra et al. 2011, section 4): each parameter gets a density over the best quarter of the trials and one over the rest;
/// of 24 draws from the first the one with the largest quotient is taken. The first ten settings are random.
/// </summary>
/// <param name="seed">Seed of the draws.</param>
public sealed class TpeSampler(int seed) : ISampler
{
    private const int Startup = 10, Candidates = 24;
    private const double Good = 0.25;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Next(IReadOnlyList<Parameter> parameters, IReadOnlyList<Trial> done, int number)
    {
        // Higher rungs first: a score after more training says more. A failed training is worse than any score.
        var ranked = done.OrderByDescending(t => t.Score is null ? -1 : t.Rung).ThenByDescending(t => t.Score ?? double.NegativeInfinity).ToList();
        if (ranked.Count < Startup) return new RandomSampler(seed).Next(parameters, done, number);
        var random = SeededDraws.Of(seed, number);
        var count = Math.Max(2, (int)Math.Ceiling(Good * ranked.Count));
        return parameters.ToDictionary(p => p.Path, p => p.FromUnit(Draw(p, ranked, count, random)), StringComparer.Ordinal);
    }

    private static double Draw(Parameter parameter, List<Trial> ranked, int count, Random random)
    {
        double[] good = [.. ranked.Take(count).Select(t => parameter.ToUnit(t.Values[parameter.Path]))], rest = [.. ranked.Skip(count).Select(t => parameter.ToUnit(t.Values[parameter.Path]))];
        if (parameter.Choices.Count > 0)
        {
            // Counts with one added each stand for the densities.
            double Weight(double[] seen, int c) => (seen.Count(u => (int)(u * parameter.Choices.Count) == c) + 1.0) / (seen.Length + parameter.Choices.Count);
            var drawn = Enumerable.Range(0, Candidates).Select(_ =>
            {
                var at = random.NextDouble();
                var c = 0;
                while (c + 1 < parameter.Choices.Count && (at -= Weight(good, c)) > 0) c++;
                return c;
            });
            return (drawn.MaxBy(c => Weight(good, c) / Weight(rest, c)) + 0.5) / parameter.Choices.Count;
        }
        var (goodWidths, restWidths) = (Widths(good), Widths(rest));
        var candidates = Enumerable.Range(0, Candidates).Select(_ =>
        {
            var k = random.Next(good.Length + 1);
            if (k == good.Length) return random.NextDouble(); // the even prior is one more kernel
            return Reflected(good[k] + (goodWidths[k] * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
        });
        return candidates.MaxBy(u => Density(u, good, goodWidths) / Density(u, rest, restWidths));
    }

    /// <summary>Each kernel is as wide as the way to its farther neighbour, the borders included, but not narrower than 1 / (1 + points).</summary>
    private static double[] Widths(double[] points)
    {
        double[] sorted = [0, .. points.Order(), 1];
        return [.. points.Select(p =>
        {
            var at = Array.BinarySearch(sorted, 1, points.Length, p);
            at = at < 0 ? ~at : at;
            return Math.Clamp(Math.Max(p - sorted[at - 1], sorted[at + 1] - p), 1.0 / (1 + Math.Max(points.Length, 8)), 0.25);
        })];
    }

    /// <summary>Kernels are reflected at 0 and 1, or every border would look thinly tried.</summary>
    private static double Density(double at, double[] points, double[] widths)
    {
        double sum = 1;
        for (var k = 0; k < points.Length; k++)
        {
            double Kernel(double d) => Math.Exp(-0.5 * Math.Pow(d / widths[k], 2)) / (widths[k] * Math.Sqrt(2 * Math.PI));
            sum += Kernel(at - points[k]) + Kernel(at + points[k]) + Kernel(2 - at - points[k]);
        }
        return sum / (points.Length + 1);
    }

    private static double Reflected(double u)
    {
        u = Math.Abs(u) % 2;
        return u > 1 ? 2 - u : u;
    }
}
