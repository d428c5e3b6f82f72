namespace FineGrain.Feedback.LabelErrors;

/// <summary>One opinion on each text out of several: the weighted mean of their probabilities (the linear pool of Stone 1961).</summary>
public static class OpinionPool
{
    private const int Steps = 50;

    /// <summary>Everybody has the same weight.</summary>
    /// <param name="judges">Of each, the opinions by text; null where it was not asked.</param>
    public static IReadOnlyList<SpanOpinion?> Mean(IReadOnlyList<IReadOnlyList<SpanOpinion?>> judges) => Of(judges, [.. judges.Select(_ => 1.0 / judges.Count)]);

    /// <summary>Those weigh more who say better what stands there.</summary>
    /// <param name="judges">Of each, the opinions by text; null where it was not asked.</param>
    public static IReadOnlyList<SpanOpinion?> ByLikelihood(IReadOnlyList<IReadOnlyList<SpanOpinion?>> judges) => Of(judges, Weights(judges));

    /// <summary>
    /// The weights under which the pool makes the given spans likeliest, by expectation maximisation. Most of the annotation is right, so who knows it best may be
    /// believed most where it is doubted; nobody's errors need be known for that.
    /// </summary>
    /// <param name="judges">Of each, the opinions by text; null where it was not asked.</param>
    /// <returns>A weight for each, which sum to 1.</returns>
    public static IReadOnlyList<double> Weights(IReadOnlyList<IReadOnlyList<SpanOpinion?>> judges)
    {
        double[][] given = [.. judges.Select(j => j.OfType<SpanOpinion>().SelectMany(o => o.Given).ToArray())];
        double[] weights = [.. judges.Select(_ => 1.0 / judges.Count)];
        for (var step = 0; step < Steps && given[0].Length > 0; step++)
        {
            var sums = new double[weights.Length];
            for (var i = 0; i < given[0].Length; i++)
            {
                // A span that is next to impossible to all says nothing of who knows better.
                var whole = weights.Select((w, j) => w * (given[j][i] + 1e-9)).Sum();
                for (var j = 0; j < sums.Length; j++) sums[j] += weights[j] * (given[j][i] + 1e-9) / whole;
            }
            for (var j = 0; j < sums.Length; j++) weights[j] = sums[j] / given[0].Length;
        }
        return weights;
    }

    private static SpanOpinion?[] Of(IReadOnlyList<IReadOnlyList<SpanOpinion?>> judges, IReadOnlyList<double> weights) =>
        [.. Enumerable.Range(0, judges[0].Count).Select(r => judges.Any(j => j[r] is null) ? null : Of([.. judges.Select(j => j[r]!)], weights))];

    private static SpanOpinion Of(SpanOpinion[] opinions, IReadOnlyList<double> weights) => new(
        [.. opinions.SelectMany((o, j) => o.Marked.Select(m => m with { Score = weights[j] * m.Score })).GroupBy(m => (m.Start, m.End, m.Label)).Select(g => g.First() with { Score = g.Sum(m => m.Score) })],
        [.. opinions[0].Given.Select((_, g) => opinions.Select((o, j) => weights[j] * o.Given[g]).Sum())],
        [.. opinions[0].Nothing.Select((_, g) => opinions.Select((o, j) => weights[j] * o.Nothing[g]).Sum())]);
}
