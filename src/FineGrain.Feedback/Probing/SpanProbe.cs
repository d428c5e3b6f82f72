namespace FineGrain.Feedback.Probing;

/// <summary>
/// A measuring instrument for spans: an averaged perceptron (Collins 2002) that tags from left to right, with the tag before as a feature. It learns the
/// training set of CoNLL-2003 in a few seconds on one thread.
/// </summary>
public sealed class SpanProbe
{
    private readonly int tags;
    private readonly float[] weights; // bucket × tag
    private readonly float[] moves; // (tag before + 1) × tag

    private SpanProbe(int tags, float[] weights, float[] moves) => (this.tags, this.weights, this.moves) = (tags, weights, moves);

    /// <summary>Learns from texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="gold">Tags of each.</param>
    /// <param name="tags">Number of tags: 1 + 2 · labels.</param>
    /// <param name="epochs">Passes.</param>
    /// <param name="seed">Seed of the order.</param>
    public static SpanProbe Learn(IReadOnlyList<TokenFeatures> texts, IReadOnlyList<int[]> gold, int tags, int epochs, int seed)
    {
        var probe = new SpanProbe(tags, new float[TokenFeatures.Buckets * tags], new float[(tags + 1) * tags]);
        // The mean over all steps is w − u / steps, where u gathers each change times the step it came at (Daumé 2006).
        var (late, lateMoves) = (new float[probe.weights.Length], new float[probe.moves.Length]);
        var order = Enumerable.Range(0, texts.Count).ToArray();
        var random = new Random(seed);
        var scores = new float[tags];
        float step = 1;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var t in order)
            {
                var before = tags;
                for (var i = 0; i < texts[t].Units.Length; i++)
                {
                    var features = texts[t].Features[i];
                    var best = probe.Best(features, before, scores);
                    var right = gold[t][i];
                    if (best != right)
                    {
                        foreach (var f in features)
                        {
                            Change(probe.weights, late, (f * tags) + right, 1, step);
                            Change(probe.weights, late, (f * tags) + best, -1, step);
                        }
                        Change(probe.moves, lateMoves, (before * tags) + right, 1, step);
                        Change(probe.moves, lateMoves, (before * tags) + best, -1, step);
                    }
                    before = best;
                }
                step++;
            }
        }
        for (var i = 0; i < late.Length; i++) probe.weights[i] -= late[i] / step;
        for (var i = 0; i < lateMoves.Length; i++) probe.moves[i] -= lateMoves[i] / step;
        return probe;
    }

    /// <summary>The tags of a text.</summary>
    public int[] Tag(TokenFeatures text)
    {
        var result = new int[text.Units.Length];
        var scores = new float[tags];
        var before = tags;
        for (var i = 0; i < result.Length; i++) result[i] = before = Best(text.Features[i], before, scores);
        return result;
    }

    /// <summary>Scores of every tag for every unit, where the tags before are those of <paramref name="chain"/>; −∞ for a tag that cannot follow.</summary>
    public float[][] Scores(TokenFeatures text, int[] chain)
    {
        var result = new float[chain.Length][];
        for (var i = 0; i < chain.Length; i++)
        {
            var before = i == 0 ? tags : chain[i - 1];
            Best(text.Features[i], before, result[i] = new float[tags]);
            for (var c = 2; c < tags; c += 2) if (before != c && before != c - 1) result[i][c] = float.NegativeInfinity;
        }
        return result;
    }

    private int Best(int[] features, int before, float[] scores)
    {
        for (var c = 0; c < tags; c++) scores[c] = moves[(before * tags) + c];
        foreach (var f in features)
            for (int c = 0, at = f * tags; c < tags; c++, at++) scores[c] += weights[at];
        var best = 0;
        for (var c = 1; c < tags; c++)
        {
            // A later unit can only follow a unit of its own span.
            if (c % 2 == 0 && before != c && before != c - 1) continue;
            if (scores[c] > scores[best]) best = c;
        }
        return best;
    }

    private static void Change(float[] weights, float[] late, int at, float by, float step)
    {
        weights[at] += by;
        late[at] += by * step;
    }
}
