namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>
/// The lenient count: a prediction finds a gold span of its label when the two overlap by at least one character. Each finds at most one other,
/// so that one prediction over a whole text does not find all that is in it. Exact pairs are taken first, then the longest overlap first.
/// </summary>
internal static class LenientMatching
{
    /// <summary>Number of pairs.</summary>
    public static int Hits(IReadOnlyList<Extraction> gold, IReadOnlyList<Extraction> predicted) => Pairs(gold, predicted, (g, p) => g.Label == p.Label && g.Meets(p)).Count;

    /// <summary>Pairs (gold position, predicted position) that <paramref name="fits"/> allows: exact ones, then the longest overlap, then the earliest.</summary>
    public static List<(int Gold, int Predicted)> Pairs(IReadOnlyList<Extraction> gold, IReadOnlyList<Extraction> predicted, Func<Extraction, Extraction, bool> fits)
    {
        var candidates = new List<(int Gold, int Predicted, int Rank)>();
        for (var g = 0; g < gold.Count; g++)
            for (var p = 0; p < predicted.Count; p++)
                if (fits(gold[g], predicted[p])) candidates.Add((g, p, gold[g] == predicted[p] ? int.MaxValue : gold[g].Overlap(predicted[p])));
        bool[] goldTaken = new bool[gold.Count], predictedTaken = new bool[predicted.Count];
        var pairs = new List<(int, int)>();
        foreach (var (g, p, _) in candidates.OrderByDescending(c => c.Rank).ThenBy(c => c.Gold).ThenBy(c => c.Predicted))
        {
            if (goldTaken[g] || predictedTaken[p]) continue;
            goldTaken[g] = predictedTaken[p] = true;
            pairs.Add((g, p));
        }
        return pairs;
    }
}
