using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Spans;

namespace FineGrain.Models.Tests.Spans;

/// <summary>Three rows of 7, 5 and 3 tokens whose units are 3, 2 and 1: special tokens at both ends, words of one to three tokens.</summary>
internal static class SpanSample
{
    public const int CharIds = 13, Buckets = 19, Features = 3, Chars = 5;

    private static readonly long[][] ids = [[2, 5, 7, 6, 10, 8, 3], [2, 9, 5, 4, 3], [2, 4, 3]];
    private static readonly long[][] unitOf = [[-1, 0, 0, 1, 2, 2, -1], [-1, 0, 1, 1, -1], [-1, 0, -1]];

    public static SpanShape Shape(string head, string alignment = "first", bool inputs = false) => new()
    {
        Head = head,
        Labels = ["LOC", "PER"],
        Alignment = alignment,
        Width = 6,
        Features = inputs ? Features : 0,
        Buckets = Buckets,
        FeatureWidth = inputs ? 4 : 0,
        CharacterIds = inputs ? CharIds : 0,
        Characters = new CharacterRecipe { Filters = 3, Width = 4, Dropout = 0.1 },
    };

    public static Batch Batch() => Of([0, 1, 2]);

    /// <summary>The rows alone, padded to the longest of them plus <paramref name="extra"/>.</summary>
    public static Batch Of(int[] which, int extra = 0)
    {
        var length = which.Max(r => ids[r].Length) + extra;
        int[] counts = [.. which.Select(r => (int)unitOf[r].Max() + 1)];
        var units = counts.Max() + extra;
        return new()
        {
            Rows = which.Length,
            Length = length,
            InputIds = [.. which.SelectMany(r => Padded(ids[r], length, 0))],
            AttentionMask = [.. which.SelectMany(r => Padded([.. ids[r].Select(_ => 1L)], length, 0))],
            TokenTypeIds = new long[which.Length * length],
            Units = units,
            UnitCounts = counts,
            TokenUnits = [.. which.SelectMany(r => Padded(unitOf[r], length, -1))],
            UnitTokens = [.. which.SelectMany(r => Padded([.. Enumerable.Range(0, (int)unitOf[r].Max() + 1).Select(u => (long)Array.IndexOf(unitOf[r], (long)u))], units, 0))],
            CharIds = [.. which.SelectMany((r, i) => Padded(Numbers(r, counts[i] * Chars, CharIds), units * Chars, 0))],
            CharLength = Chars,
            FeatureIds = [.. which.SelectMany((r, i) => Padded(Numbers(r + 5, counts[i] * Features, Buckets), units * Features, 0))],
            FeatureCount = Features,
            Targets = [.. which.SelectMany((r, i) => Padded([.. Enumerable.Range(0, counts[i]).Select(u => (r + u) % 2 == 0 ? 0L : 4L)], units, -100)).Select(t => (float)t)],
            Indices = which,
            Tokens = which.Sum(r => ids[r].Length),
        };
    }

    /// <summary>Targets of a head that scores stretches: the first unit of each row is a span.</summary>
    public static Batch Stretches()
    {
        var batch = Batch();
        var targets = new float[batch.Rows * batch.Units * batch.Units];
        Array.Fill(targets, -100);
        for (var r = 0; r < batch.Rows; r++)
            for (var first = 0; first < batch.UnitCounts[r]; first++)
                for (var last = first; last < batch.UnitCounts[r]; last++)
                    targets[(((r * batch.Units) + first) * batch.Units) + last] = first == 0 && last == 0 ? 1 : 0;
        return batch with { Targets = targets };
    }

    private static long[] Numbers(int seed, int count, int below) => [.. Enumerable.Range(0, count).Select(i => (long)(((seed * 7) + (i * 5) + 1) % below))];

    private static IEnumerable<long> Padded(long[] values, int length, long padding) => values.Concat(Enumerable.Repeat(padding, length - values.Length));
}
