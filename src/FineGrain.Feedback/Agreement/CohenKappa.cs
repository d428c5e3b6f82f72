namespace FineGrain.Feedback.Agreement;

/// <summary>Cohen's κ (1960): how far two people agree beyond what chance gives them.</summary>
public static class CohenKappa
{
    /// <summary>κ = (p_o − p_e) / (1 − p_e), with p_e from the two people's own label shares; NaN where both used one and the same label throughout.</summary>
    /// <param name="pairs">The two answers on each item that both judged.</param>
    /// <exception cref="ArgumentException">No item was judged by both.</exception>
    public static double Of<T>(IReadOnlyCollection<(T First, T Second)> pairs) where T : notnull
    {
        if (pairs.Count == 0) throw new ArgumentException("no item was judged by both");
        double n = pairs.Count;
        var observed = pairs.Count(p => p.First.Equals(p.Second)) / n;
        var second = pairs.CountBy(p => p.Second).ToDictionary();
        var expected = pairs.CountBy(p => p.First).Sum(c => c.Value / n * (second.GetValueOrDefault(c.Key) / n));
        return expected == 1 ? double.NaN : (observed - expected) / (1 - expected);
    }
}
