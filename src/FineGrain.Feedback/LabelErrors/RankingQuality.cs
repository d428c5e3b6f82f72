namespace FineGrain.Feedback.LabelErrors;

/// <summary>How good a ranking is where the truth is known.</summary>
public static class RankingQuality
{
    /// <summary>Share of the first <paramref name="top"/> that are hits.</summary>
    public static double PrecisionAt(IReadOnlyList<bool> ranked, int top) => ranked.Take(top).Count(hit => hit) / (double)Math.Min(top, ranked.Count);

    /// <summary>Average precision: the mean, over all hits, of the precision at their places; the step-wise area under the precision–recall curve.</summary>
    /// <exception cref="ArgumentException">There is no hit.</exception>
    public static double AveragePrecision(IReadOnlyList<bool> ranked)
    {
        double sum = 0;
        var hits = 0;
        for (var i = 0; i < ranked.Count; i++)
            if (ranked[i]) sum += ++hits / (double)(i + 1);
        return hits == 0 ? throw new ArgumentException("no hit to find") : sum / hits;
    }
}
