using FineGrain.Data.Randomness;

namespace FineGrain.Data.Batching;

/// <summary>Which rows go into which batch. Rows of similar length share a batch, so that little of it is padding.</summary>
public static class BatchPlan
{
    /// <summary>Batches in a window: wide enough that padding nearly vanishes, narrow enough that batches differ from epoch to epoch.</summary>
    private const int Window = 50;

    /// <summary>
    /// The batches of one training epoch, each a list of positions in <paramref name="lengths"/>: shuffled, cut into windows of 50 batches, each window
    /// sorted by length and cut by <see cref="Cut"/>, the batches shuffled. A pure function of its arguments.
    /// </summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="batchSize">Most rows in a batch.</param>
    /// <param name="batchTokens">Most tokens in a batch, padding included; 0 for no limit.</param>
    /// <param name="seed">Training seed.</param>
    /// <param name="epoch">Epoch, from 0.</param>
    public static int[][] Shuffled(IReadOnlyList<int> lengths, int batchSize, int batchTokens, int seed, int epoch)
    {
        var random = new SeededRandom(seed, epoch, 'b');
        int[] order = [.. Enumerable.Range(0, lengths.Count)];
        random.Shuffle<int>(order);
        var batches = new List<int[]>();
        foreach (var window in order.Chunk((int)Math.Min((long)Window * batchSize, int.MaxValue)))
            batches.AddRange(Cut([.. window.OrderBy(i => lengths[i])], lengths, batchSize, batchTokens));
        var shuffled = batches.ToArray();
        random.Shuffle<int[]>(shuffled);
        return shuffled;
    }

    /// <summary>The batches of an evaluation: all rows sorted by length, equal lengths in their order.</summary>
    public static int[][] Sorted(IReadOnlyList<int> lengths, int batchSize, int batchTokens) =>
        [.. Cut([.. Enumerable.Range(0, lengths.Count).OrderBy(i => lengths[i])], lengths, batchSize, batchTokens)];

    /// <summary>Cuts rows sorted by length: a batch ends before it would have more than <paramref name="batchSize"/> rows or, padded, more than <paramref name="batchTokens"/> tokens; one row always fits.</summary>
    private static IEnumerable<int[]> Cut(int[] sorted, IReadOnlyList<int> lengths, int batchSize, int batchTokens)
    {
        var from = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var rows = i - from + 1;
            if (rows == 1 || (rows <= batchSize && (batchTokens == 0 || (long)rows * lengths[sorted[i]] <= batchTokens))) continue;
            yield return sorted[from..i];
            from = i;
        }
        if (from < sorted.Length) yield return sorted[from..];
    }
}
