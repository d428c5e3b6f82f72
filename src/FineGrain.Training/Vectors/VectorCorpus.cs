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

    /// <summary>The texts in stretches of at most <paramref name="most"/> tokens, a long text in equal parts; a single token has no context and is left out.</summary>
    internal (int Start, int Length)[] Blocks(int most)
    {
        var blocks = new List<(int, int)>();
        for (var text = 0; text + 1 < Starts.Length; text++)
        {
            var length = Starts[text + 1] - Starts[text];
            var parts = (length + most - 1) / most;
            for (var p = 0; p < parts; p++)
            {
                var (from, to) = ((int)((long)length * p / parts), (int)((long)length * (p + 1) / parts));
                if (to - from > 1) blocks.Add((Starts[text] + from, to - from));
            }
        }
        return [.. blocks];
    }
}
