using FineGrain.Core;

namespace FineGrain.Models.Tests;

/// <summary>A batch of odd sizes: three rows of 7, 4 and 1 tokens out of 11, with token types and n-grams.</summary>
internal static class Sample
{
    public const int Vocabulary = 11, Buckets = 17, Outputs = 5, MaxLength = 9;

    private static readonly long[][] rows = [[2, 5, 7, 6, 10, 8, 3], [2, 9, 5, 3], [4]];
    private static readonly long[][] ngrams = [[3, 16, 1, 9, 2], [5, 4], [11]];

    public static ModelShape Shape(string target = "label", int outputs = Outputs) => new()
    {
        VocabularySize = Vocabulary,
        MaxLength = MaxLength,
        PaddingId = 0,
        Outputs = outputs,
        Target = target,
    };

    public static Batch Batch() => Of([0, 1, 2]);

    /// <summary>The rows alone, padded to the longest of them plus <paramref name="extra"/>.</summary>
    public static Batch Of(int[] which, int extra = 0)
    {
        var length = which.Max(r => rows[r].Length) + extra;
        var grams = which.Max(r => ngrams[r].Length) + extra;
        return new()
        {
            Rows = which.Length,
            Length = length,
            InputIds = [.. which.SelectMany(r => Padded(rows[r], length))],
            AttentionMask = [.. which.SelectMany(r => Padded([.. rows[r].Select(_ => 1L)], length))],
            TokenTypeIds = [.. which.SelectMany(r => Padded([.. rows[r].Select((_, i) => i > 2 ? 1L : 0L)], length))],
            NgramIds = [.. which.SelectMany(r => Padded(ngrams[r], grams))],
            NgramLength = grams,
            Indices = which,
            Tokens = which.Sum(r => rows[r].Length),
        };
    }

    private static IEnumerable<long> Padded(long[] values, int length) => values.Concat(Enumerable.Repeat(0L, length - values.Length));
}
