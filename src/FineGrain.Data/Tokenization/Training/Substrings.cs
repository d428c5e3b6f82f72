namespace FineGrain.Data.Tokenization.Training;

/// <summary>Frequent substrings of the training pieces: what a unigram vocabulary begins with.</summary>
internal static class Substrings
{
    /// <summary>
    /// The required code points and the substrings with the highest count × length that occur at least twice, with the log of their share as score.
    /// Level by level: a substring can only be frequent when its beginning is.
    /// </summary>
    public static List<(string Token, double Score)> Frequent(IReadOnlyList<(string Piece, long Count)> pieces, HashSet<string> alphabet, int longest, int seeds)
    {
        var found = new List<(string Token, long Count)>();
        var level = pieces.SelectMany((p, i) => Starts(p.Piece, i)).ToList();
        for (var points = 1; points <= longest && level.Count > 0; points++)
        {
            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
            var next = new List<(int Piece, int Start, int End)>(level.Count);
            foreach (var (p, start, end) in level)
            {
                var piece = pieces[p].Piece;
                if (end == piece.Length) continue;
                var width = char.IsSurrogatePair(piece, end) ? 2 : 1;
                if (!alphabet.Contains(piece.Substring(end, width)) || end + width - start > longest) continue;
                next.Add((p, start, end + width));
                var key = piece.AsSpan(start, end + width - start);
                lookup[key] = lookup.TryGetValue(key, out var before) ? before + pieces[p].Count : pieces[p].Count;
            }
            if (points == 1) found.AddRange(counts.Select(c => (c.Key, c.Value)));
            else found.AddRange(counts.Where(c => c.Value >= 2).Select(c => (c.Key, c.Value)));
            level = points == 1 ? next : [.. next.Where(n => lookup[pieces[n.Piece].Piece.AsSpan(n.Start, n.End - n.Start)] >= 2)];
        }
        var best = found.Where(f => !alphabet.Contains(f.Token)).OrderByDescending(f => f.Count * f.Token.Length).ThenBy(f => f.Token, StringComparer.Ordinal).Take(seeds);
        var all = found.Where(f => alphabet.Contains(f.Token)).OrderBy(f => f.Token, StringComparer.Ordinal).Concat(best).ToList();
        var sum = Math.Log(all.Sum(f => (double)f.Count * f.Token.Length));
        return [.. all.Select(f => (f.Token, Math.Log((double)f.Count * f.Token.Length) - sum))];
    }

    private static IEnumerable<(int Piece, int Start, int End)> Starts(string piece, int index)
    {
        foreach (var at in Alphabet.Borders(piece))
            if (at < piece.Length) yield return (index, at, at);
    }
}
