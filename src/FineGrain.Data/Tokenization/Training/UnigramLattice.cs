using FineGrain.Data.Tokenization.Models;

namespace FineGrain.Data.Tokenization.Training;

/// <summary>All cuts of a piece into entries, summed (forward–backward) or the best one of them (Viterbi).</summary>
internal sealed class UnigramLattice
{
    private readonly List<(string Token, double Score)> entries;
    private readonly PrefixTrie trie;
    private readonly double unknownScore;

    public UnigramLattice(List<(string Token, double Score)> entries)
    {
        this.entries = entries;
        trie = new(entries.Select((e, i) => KeyValuePair.Create(e.Token, i)));
        unknownScore = entries.Count == 0 ? 0 : entries.Min(e => e.Score) - Unigram.UnknownPenalty;
    }

    /// <summary>E step: how often each entry is expected in the pieces.</summary>
    public double[] Expect(IEnumerable<(string Piece, long Count)> pieces)
    {
        var expected = new double[entries.Count];
        double[] forward = [], backward = [];
        foreach (var (piece, count) in pieces)
        {
            var n = piece.Length;
            if (forward.Length <= n) (forward, backward) = (new double[n * 2 + 2], new double[n * 2 + 2]);
            forward.AsSpan(0, n + 1).Fill(double.NegativeInfinity);
            backward.AsSpan(0, n + 1).Fill(double.NegativeInfinity);
            forward[0] = 0;
            backward[n] = 0;
            for (var at = 0; at < n; at++)
                if (!double.IsNegativeInfinity(forward[at]))
                    foreach (var (end, id) in Edges(piece, at)) forward[end] = LogSum(forward[end], forward[at] + Score(id));
            for (var at = n - 1; at >= 0; at--)
                if (!double.IsNegativeInfinity(forward[at]))
                    foreach (var (end, id) in Edges(piece, at)) backward[at] = LogSum(backward[at], backward[end] + Score(id));
            for (var at = 0; at < n; at++)
                if (!double.IsNegativeInfinity(forward[at]))
                    foreach (var (end, id) in Edges(piece, at))
                        if (id >= 0) expected[id] += count * Math.Exp(forward[at] + Score(id) + backward[end] - forward[n]);
        }
        return expected;
    }

    /// <summary>How often each entry stands in the best cuts of the pieces.</summary>
    public double[] BestCounts(IEnumerable<(string Piece, long Count)> pieces)
    {
        var counts = new double[entries.Count];
        foreach (var (piece, count) in pieces)
            foreach (var id in Best(piece, without: -1)!)
                if (id >= 0) counts[id] += count;
        return counts;
    }

    /// <summary>The best cut of an entry's own text that does not use the entry; null where there is none.</summary>
    public List<int>? WithoutItself(int entry)
    {
        var cut = Best(entries[entry].Token, without: entry);
        return cut.Contains(-1) ? null : cut;
    }

    private List<int> Best(string piece, int without)
    {
        var best = new (double Score, int From, int Id)[piece.Length + 1];
        for (var i = 1; i < best.Length; i++) best[i] = (double.NegativeInfinity, -1, -1);
        for (var at = 0; at < piece.Length; at++)
        {
            if (at > 0 && best[at].From < 0) continue;
            foreach (var (end, id) in Edges(piece, at))
                if ((id < 0 || id != without) && best[at].Score + Score(id) > best[end].Score) best[end] = (best[at].Score + Score(id), at, id);
        }
        var path = new List<int>();
        for (var at = piece.Length; at > 0; at = best[at].From) path.Add(best[at].Id);
        return path;
    }

    private double Score(int id) => id < 0 ? unknownScore : entries[id].Score;

    /// <summary>Entries that begin at a position, and -1 for the code point where no entry covers just that.</summary>
    private List<(int End, int Id)> Edges(string piece, int at)
    {
        var width = char.IsSurrogatePair(piece, at) ? 2 : 1;
        var edges = new List<(int, int)>();
        var covered = false;
        var node = PrefixTrie.Root;
        for (var end = at; end < piece.Length;)
        {
            node = trie.Step(node, piece[end++], out var id);
            if (node == 0) break;
            if (id < 0) continue;
            edges.Add((end, id));
            covered |= end - at == width;
        }
        if (!covered) edges.Add((at + width, -1));
        return edges;
    }

    private static double LogSum(double a, double b)
    {
        if (a < b) (a, b) = (b, a);
        return double.IsNegativeInfinity(b) ? a : a + double.LogP1(Math.Exp(b - a));
    }
}
