using System.Text;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Features;

/// <summary>
/// The characters of each unit as ids for a character encoder: a begin mark, the characters, an end mark, padding. A longer unit keeps its head and its tail.
/// </summary>
public sealed class UnitCharacters
{
    private const int Unknown = 1, Begin = 2, End = 3, Marks = 4;
    private readonly int[] plain = new int[0x10000];
    private readonly Dictionary<int, int> beyond = [];

    /// <param name="vocabulary">The known characters, each once; the first has id 4.</param>
    /// <param name="width">Ids of a unit C, at least 4.</param>
    /// <exception cref="ArgumentException">A character is there twice, or the width is too small.</exception>
    public UnitCharacters(string vocabulary, int width = 16)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 4);
        (Vocabulary, Width, Size) = (vocabulary, width, Marks);
        Array.Fill(plain, Unknown);
        foreach (var rune in vocabulary.EnumerateRunes())
        {
            if (IdOf(rune) != Unknown) throw new ArgumentException($"the character '{rune}' is there twice", nameof(vocabulary));
            if (rune.IsBmp) plain[rune.Value] = Size++;
            else beyond[rune.Value] = Size++;
        }
    }

    /// <summary>The known characters in the order of their ids.</summary>
    public string Vocabulary { get; }

    /// <summary>Ids of a unit C.</summary>
    public int Width { get; }

    /// <summary>Number of ids: the characters, padding 0, unknown 1, begin 2 and end 3.</summary>
    public int Size { get; }

    /// <summary>Learns the characters of training texts, the frequent ones first, white space and halves of surrogate pairs left out.</summary>
    /// <param name="texts">The texts, cleaned.</param>
    /// <param name="width">Ids of a unit C.</param>
    /// <param name="minimum">Rarer characters stay unknown, so that the unknown one is learned too.</param>
    /// <param name="limit">Most characters.</param>
    public static UnitCharacters Learn(IEnumerable<string> texts, int width = 16, int minimum = 2, int limit = 4000)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var counts = new Dictionary<Rune, int>();
        foreach (var text in texts)
            for (var i = 0; i < text.Length;)
            {
                if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) == System.Buffers.OperationStatus.Done && !Rune.IsWhiteSpace(rune))
                    counts[rune] = counts.GetValueOrDefault(rune) + 1;
                i += length;
            }
        var kept = counts.Where(c => c.Value >= minimum).OrderByDescending(c => c.Value).ThenBy(c => c.Key.Value).Take(limit);
        return new(string.Concat(kept.Select(c => c.Key.ToString())), width);
    }

    /// <summary>The characters of every unit.</summary>
    /// <param name="text">The text, cleaned.</param>
    /// <param name="units">Its units, n of them.</param>
    /// <returns>n × <see cref="Width"/> ids, row-major; 0 is padding.</returns>
    public int[] Of(string text, ReadOnlySpan<Offset> units)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new int[units.Length * Width];
        var known = new List<int>();
        for (var u = 0; u < units.Length; u++)
        {
            known.Clear();
            foreach (var rune in units[u].Slice(text).EnumerateRunes()) known.Add(IdOf(rune));
            var row = ids.AsSpan(u * Width, Width);
            var room = Width - 2;
            var head = known.Count <= room ? known.Count : (room + 1) / 2;
            var tail = Math.Min(known.Count, room) - head;
            row[0] = Begin;
            for (var i = 0; i < head; i++) row[1 + i] = known[i];
            for (var i = 0; i < tail; i++) row[1 + head + i] = known[known.Count - tail + i];
            row[1 + head + tail] = End;
        }
        return ids;
    }

    private int IdOf(Rune rune) => rune.IsBmp ? plain[rune.Value] : beyond.GetValueOrDefault(rune.Value, Unknown);
}
