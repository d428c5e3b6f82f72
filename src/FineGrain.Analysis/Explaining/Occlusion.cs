namespace FineGrain.Analysis.Explaining;

/// <summary>
/// Leave-one-out occlusion (Zeiler and Fergus 2014; for text Li et al. 2016): a word's weight is the fall of the probability when it is erased. Needs nothing
/// of the model but answers, so it explains the very network that is deployed.
/// </summary>
public static class Occlusion
{
    /// <summary>Probability of the whole text − probability without each word.</summary>
    /// <param name="words">Number of words.</param>
    /// <param name="score">The model.</param>
    public static double[] Of(int words, VariantScorer score)
    {
        var variants = Enumerable.Range(0, words).Select(w => Enumerable.Range(0, words).Select(other => other == w).ToArray()).Prepend(new bool[words]).ToList();
        var found = score(variants);
        return [.. Enumerable.Range(1, words).Select(v => found[0] - found[v])];
    }
}
