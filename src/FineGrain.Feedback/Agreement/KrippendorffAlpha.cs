namespace FineGrain.Feedback.Agreement;

/// <summary>Krippendorff's α for nominal values (Krippendorff 2011, section C): any number of people, any of them may have left items out.</summary>
public static class KrippendorffAlpha
{
    /// <summary>
    /// α = 1 − D_o / D_e. From the coincidences o(c, k): each item with m ≥ 2 answers gives 1 / (m − 1) for every ordered pair of its answers.
    /// NaN where all pairable answers are the same label: there is nothing to disagree about.
    /// </summary>
    /// <param name="items">The answers that each item got; items with fewer than two do not count.</param>
    /// <exception cref="ArgumentException">No item has two answers.</exception>
    public static double Of<T>(IEnumerable<IReadOnlyList<T>> items) where T : notnull
    {
        var totals = new Dictionary<T, double>();
        double all = 0, disagreeing = 0;
        foreach (var answers in items.Where(a => a.Count >= 2))
        {
            foreach (var (value, count) in answers.CountBy(a => a))
            {
                totals[value] = totals.GetValueOrDefault(value) + count;
                disagreeing += (double)count * (answers.Count - count) / (answers.Count - 1);
            }
            all += answers.Count;
        }
        if (all == 0) throw new ArgumentException("no item has two answers");
        var expected = totals.Values.Sum(n => n * (all - n)) / (all - 1);
        return expected == 0 ? double.NaN : 1 - (disagreeing / expected);
    }
}
