using System.IO.Compression;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Training.Bench;

/// <summary>What the contestants train on.</summary>
internal static class Batches
{
    /// <summary>Random ids without padding.</summary>
    public static Batch Random(int length, int seed)
    {
        var random = new Random(seed);
        return Of([.. Enumerable.Range(0, BenchModel.Rows).Select(_ => Enumerable.Range(0, length).Select(_ => random.Next(5, BenchModel.Vocabulary)).ToArray())]);
    }

    /// <summary>SST-2 training sentences as ids, at most <paramref name="count"/>.</summary>
    public static int[][] Sentences(string data, string tokenizer, int count)
    {
        var encoder = Tokenizer.Load(tokenizer);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(data, "sst", "sst2-train.txt.gz")), CompressionMode.Decompress));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line && lines.Count < count) lines.Add(line[(line.IndexOfAny([' ', '\t']) + 1)..]);
        return [.. lines.Select(line => encoder.Encode(line, null, new() { MaxLength = BenchModel.MaxLength }).Ids)];
    }

    /// <summary>Batches of rows of like length.</summary>
    public static Batch[] Bucketed(int[][] rows, int seed) =>
        [.. BatchPlan.Shuffled([.. rows.Select(r => r.Length)], BenchModel.Rows, 0, seed, 0).Select(batch => Of([.. batch.Select(i => rows[i])]))];

    /// <summary>Random batches, each padded to its longest row, as a collating data loader does.</summary>
    public static Batch[] Padded(int[][] rows, int seed)
    {
        var order = Enumerable.Range(0, rows.Length).ToArray();
        new Random(seed).Shuffle(order);
        return [.. order.Chunk(BenchModel.Rows).Select(batch => Of([.. batch.Select(i => rows[i])]))];
    }

    private static Batch Of(int[][] rows)
    {
        var length = rows.Max(r => r.Length);
        var (ids, mask) = (new long[rows.Length * length], new long[rows.Length * length]);
        for (var r = 0; r < rows.Length; r++)
            for (var t = 0; t < rows[r].Length; t++) (ids[r * length + t], mask[r * length + t]) = (rows[r][t], 1);
        return new()
        {
            Rows = rows.Length, Length = length, InputIds = ids, AttentionMask = mask, TokenTypeIds = new long[ids.Length],
            Targets = [.. rows.Select(r => (float)(r[0] % 2))], Indices = [.. Enumerable.Range(0, rows.Length)], Tokens = rows.Sum(r => r.Length),
        };
    }
}
