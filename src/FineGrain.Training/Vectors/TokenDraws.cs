namespace FineGrain.Training.Vectors;

/// <summary>
/// The two random choices of word2vec by token frequency (Mikolov et al. 2013, "Distributed representations", sections 2.2 and 2.3): negatives by count^0.75, drawn by
/// Walker's alias method in Vose's form (1991), and which occurrences of frequent tokens are passed over.
/// </summary>
internal sealed class TokenDraws
{
    private const double Power = 0.75;
    private readonly int[] alias;
    private readonly uint[] own;
    private readonly uint[] kept;

    public TokenDraws(long[] counts, double subsample)
    {
        var used = counts.Count(c => c > 0);
        if (used < 2) throw new ArgumentException("vectors need two different tokens or more", nameof(counts));
        var weights = counts.Select(c => c > 0 ? Math.Pow(c, Power) : 0).ToArray();
        var sum = weights.Sum();
        (alias, own) = Alias(weights, sum);
        Shares = [.. weights.Select(w => w / sum)];
        double total = counts.Sum();
        kept = [.. counts.Select(c => Share(c / total))];

        uint Share(double frequency)
        {
            // The released word2vec keeps sqrt(t/f) + t/f of the occurrences; the paper's formula, without the second term, drops a little more.
            var share = subsample <= 0 || frequency <= 0 ? 1 : Math.Sqrt(subsample / frequency) + (subsample / frequency);
            return share >= 1 ? uint.MaxValue : (uint)(share * uint.MaxValue);
        }
    }

    /// <summary>Probability that a draw gives each token.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>A token, with probability proportional to count^0.75.</summary>
    public int Negative(ref RandomWords random)
    {
        var bits = random.Next();
        var column = (int)((((bits >> 32) & 0xFFFFFFFF) * (ulong)alias.Length) >> 32);
        return (uint)bits <= own[column] ? column : alias[column];
    }

    /// <summary>Whether an occurrence of a token takes part.</summary>
    public bool IsKept(int token, ref RandomWords random) => kept[token] == uint.MaxValue || random.Next32() < kept[token];

    private static (int[] Alias, uint[] Own) Alias(double[] weights, double sum)
    {
        var scaled = weights.Select(w => w * weights.Length / sum).ToArray();
        var (alias, own) = (new int[weights.Length], new uint[weights.Length]);
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < scaled.Length; i++) (scaled[i] < 1 ? small : large).Push(i);
        while (small.Count > 0 && large.Count > 0)
        {
            var (low, high) = (small.Pop(), large.Pop());
            (own[low], alias[low]) = ((uint)(scaled[low] * uint.MaxValue), high);
            scaled[high] -= 1 - scaled[low];
            (scaled[high] < 1 ? small : large).Push(high);
        }
        // What is left is 1 up to rounding; a token of weight 0 never is.
        foreach (var rest in small.Concat(large)) (own[rest], alias[rest]) = (uint.MaxValue, rest);
        return (alias, own);
    }
}
