namespace FineGrain.Data.Tokenization.Training;

/// <summary>Code points as units of training.</summary>
internal static class Alphabet
{
    /// <summary>Positions where code points begin, and the end.</summary>
    public static List<int> Borders(string piece)
    {
        var borders = new List<int>(piece.Length + 1);
        for (var at = 0; at < piece.Length; at += char.IsSurrogatePair(piece, at) ? 2 : 1) borders.Add(at);
        borders.Add(piece.Length);
        return borders;
    }

    /// <summary>Symbols (code points, continuing ones with a prefix) by falling count, ordinal among equals; at most <paramref name="room"/> of at least <paramref name="minFrequency"/>.</summary>
    public static List<string> MostFrequent(IEnumerable<(string Piece, long Count)> counts, string prefix, int room, int minFrequency)
    {
        var symbols = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (piece, count) in counts)
            foreach (var symbol in Symbols(piece, prefix)) symbols[symbol] = symbols.GetValueOrDefault(symbol) + count;
        return [.. symbols.Where(s => s.Value >= minFrequency).OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Take(Math.Max(0, room)).Select(s => s.Key)];
    }

    /// <summary>The symbols of a piece before anything is joined.</summary>
    public static IEnumerable<string> Symbols(string piece, string prefix)
    {
        var borders = Borders(piece);
        for (var i = 0; i + 1 < borders.Count; i++)
        {
            var symbol = piece[borders[i]..borders[i + 1]];
            yield return i == 0 ? symbol : prefix + symbol;
        }
    }
}
