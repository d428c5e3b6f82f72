using System.Runtime.InteropServices;

namespace FineGrain.Data.Tokenization.Training;

/// <summary>
/// Learns merges: the most frequent pair of neighbouring symbols is joined again and again (Sennrich, Haddow and Birch 2016, algorithm 1), with counts kept
/// up to date only where a merge changed something. Equal counts: the pair of older symbols first.
/// </summary>
internal sealed class PairMerging
{
    private readonly string prefix;
    private readonly List<string> tokens;
    private readonly Dictionary<string, int> ids;
    private readonly List<Word> words = [];
    private readonly Dictionary<(int Left, int Right), long> counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> places = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> queue = new();

    /// <param name="pieces">Training pieces with counts.</param>
    /// <param name="start">Vocabulary to begin with: special tokens and alphabet.</param>
    /// <param name="prefix">Marks symbols that continue a word; may be empty.</param>
    public PairMerging(IEnumerable<(string Piece, long Count)> pieces, IEnumerable<string> start, string prefix)
    {
        this.prefix = prefix;
        tokens = [.. start];
        ids = tokens.Select((t, i) => (t, i)).ToDictionary(p => p.t, p => p.i, StringComparer.Ordinal);
        foreach (var (piece, count) in pieces)
            words.Add(new([.. Alphabet.Symbols(piece, prefix).Select(s => ids.GetValueOrDefault(s, -1))], count));
        for (var w = 0; w < words.Count; w++)
            for (var i = 0; i + 1 < words[w].Symbols.Count; i++) Count(w, words[w].Symbols[i], words[w].Symbols[i + 1], words[w].Count);
        foreach (var (pair, count) in counts) queue.Enqueue(pair, (-count, pair.Left, pair.Right));
    }

    private sealed record Word(List<int> Symbols, long Count);

    /// <summary>Vocabulary in id order.</summary>
    public IReadOnlyList<string> Tokens => tokens;

    /// <summary>Merges in order of rank.</summary>
    public List<(string Left, string Right)> Merges { get; } = [];

    /// <summary>Joins pairs until the vocabulary has <paramref name="size"/> entries or no pair occurs <paramref name="minFrequency"/> times.</summary>
    public void Run(int size, long minFrequency)
    {
        while (tokens.Count < size && queue.TryDequeue(out var pair, out var priority))
        {
            var count = counts.GetValueOrDefault(pair);
            if (count != -priority.Count)
            {
                if (count > 0) queue.Enqueue(pair, (-count, pair.Left, pair.Right));
                continue;
            }
            if (count < minFrequency) break;
            Join(pair);
        }
    }

    private void Join((int Left, int Right) pair)
    {
        var right = tokens[pair.Right];
        var joined = tokens[pair.Left] + (prefix.Length > 0 && right.StartsWith(prefix, StringComparison.Ordinal) ? right[prefix.Length..] : right);
        Merges.Add((tokens[pair.Left], right));
        if (!ids.TryGetValue(joined, out var id))
        {
            id = tokens.Count;
            ids[joined] = id;
            tokens.Add(joined);
        }
        var changed = new HashSet<(int, int)>();
        foreach (var w in places[pair].Order()) Join(w, pair, id, changed);
        counts.Remove(pair);
        places.Remove(pair);
        foreach (var (left, next) in changed)
            if (counts.GetValueOrDefault((left, next)) is var count and > 0) queue.Enqueue((left, next), (-count, left, next));
    }

    private void Join(int w, (int Left, int Right) pair, int id, HashSet<(int, int)> changed)
    {
        var (symbols, count) = words[w];
        for (var i = 0; i + 1 < symbols.Count; i++)
        {
            if (symbols[i] != pair.Left || symbols[i + 1] != pair.Right) continue;
            if (i > 0) Change(w, symbols[i - 1], pair.Left, id, count, isLeft: true, changed);
            if (i + 2 < symbols.Count) Change(w, symbols[i + 2], pair.Right, id, count, isLeft: false, changed);
            symbols[i] = id;
            symbols.RemoveAt(i + 1);
        }
    }

    /// <summary>A neighbour loses its pair with the old symbol and gains one with the joined symbol.</summary>
    private void Change(int w, int neighbour, int old, int id, long count, bool isLeft, HashSet<(int, int)> changed)
    {
        var before = isLeft ? (neighbour, old) : (old, neighbour);
        var after = isLeft ? (neighbour, id) : (id, neighbour);
        if (counts.TryGetValue(before, out var was)) counts[before] = was - count;
        Count(w, after.Item1, after.Item2, count);
        changed.Add(after);
    }

    private void Count(int w, int left, int right, long count)
    {
        if (left < 0 || right < 0) return;
        CollectionsMarshal.GetValueRefOrAddDefault(counts, (left, right), out _) += count;
        ref var set = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (left, right), out _);
        (set ??= []).Add(w);
    }
}
