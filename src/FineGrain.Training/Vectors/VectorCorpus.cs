namespace FineGrain.Training.Vectors;

/// <summary>What vectors are learned from.</summary>
/// <param name="Tokens">The vocabulary by id.</param>
/// <param name="Ids">Token ids of all texts, one after the other.</param>
/// <param name="Starts">Where each text begins, and the end: one more than there are texts.</param>
/// <param name="Lowercase">Whether the tokens stand in lower case.</param>
public sealed record VectorCorpus(IReadOnlyList<string> Tokens, int[] Ids, int[] Starts, bool Lowercase)
{
    /// <summary>How often each token occurs.</summary>
    public long[] Counts()
    {
        var counts = new long[Tokens.Count];
        foreach (var id in Ids) counts[id]++;
        return counts;
    }
}
