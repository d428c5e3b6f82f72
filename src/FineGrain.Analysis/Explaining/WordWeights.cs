namespace FineGrain.Analysis.Explaining;

/// <summary>From tokens to words.</summary>
public static class WordWeights
{
    /// <summary>Sums of the token weights of each word. A token over several words gives each its share by length; one over spaces alone gives nothing.</summary>
    /// <param name="words">Words of the text, in order.</param>
    /// <param name="tokens">Range of each token in the original text; an empty range stands for no text.</param>
    /// <param name="weights">Weight of each token.</param>
    /// <exception cref="ArgumentException">There is not one weight a token.</exception>
    public static double[] Of(IReadOnlyList<(int Start, int End)> words, IReadOnlyList<(int Start, int End)> tokens, IReadOnlyList<double> weights)
    {
        if (tokens.Count != weights.Count) throw new ArgumentException($"{tokens.Count} tokens, but {weights.Count} weights");
        var sums = new double[words.Count];
        for (var t = 0; t < tokens.Count; t++)
        {
            (int Word, int Length)[] touched = [.. Enumerable.Range(0, words.Count)
                .Select(w => (w, Length: Math.Min(words[w].End, tokens[t].End) - Math.Max(words[w].Start, tokens[t].Start))).Where(o => o.Length > 0)];
            var covered = touched.Sum(o => o.Length);
            foreach (var (word, length) in touched) sums[word] += weights[t] * length / covered;
        }
        return sums;
    }
}
