using System.Runtime.InteropServices;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Duplicates;

/// <summary>
/// Finds pairs of nearly equal texts: MinHash signatures in 16 bands of 8 rows (Indyk and Motwani 1998) propose, exact Jaccard similarity of the
/// shingle sets decides. A pair at similarity 0.85 is proposed with probability 0.994, at 0.9 with 0.9999.
/// </summary>
internal sealed class NearDuplicates
{
    /// <summary>Least Jaccard similarity of near duplicates.</summary>
    public const double Threshold = 0.85;

    private const int Bands = 16;
    private const int Rows = MinHash.Size / Bands;

    /// <summary>Members of one bucket that a new text is compared with; boilerplate shared by thousands of texts would cost their square else.</summary>
    private const int MostComparisons = 64;

    /// <summary>A verified pair of positions, First before Second.</summary>
    internal readonly record struct Pair(int First, int Second, double Similarity);

    /// <summary>All near-duplicate pairs of <paramref name="texts"/>, which should be distinct, ordered by position; a text in a crowded bucket meets the first 64 others.</summary>
    public static List<Pair> Find(IReadOnlyList<TextKey> texts)
    {
        var shingles = new ulong[texts.Count][];
        var signatures = new uint[texts.Count][];
        Parallel.For(0, texts.Count, i =>
        {
            shingles[i] = Shingles.Of(texts[i]);
            signatures[i] = MinHash.Of(shingles[i]);
        });
        var pairs = new List<Pair>();
        var compared = new HashSet<(int, int)>();
        for (var band = 0; band < Bands; band++)
        {
            var buckets = new Dictionary<ulong, List<int>>();
            for (var i = 0; i < texts.Count; i++)
            {
                if (shingles[i].Length == 0) continue;
                ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(buckets, Key(signatures[i], band), out _);
                bucket ??= [];
                foreach (var other in bucket.Take(MostComparisons))
                {
                    if (!Comparable(shingles[i].Length, shingles[other].Length) || !compared.Add((other, i))) continue;
                    var similarity = Shingles.Jaccard(shingles[other], shingles[i]);
                    if (similarity >= Threshold) pairs.Add(new Pair(other, i, similarity));
                }
                bucket.Add(i);
            }
        }
        return [.. pairs.OrderBy(p => p.First).ThenBy(p => p.Second)];
    }

    /// <summary>Sets of sizes n ≤ m have at most similarity n / m.</summary>
    private static bool Comparable(int a, int b) => Math.Min(a, b) >= Threshold * Math.Max(a, b);

    private static ulong Key(uint[] signature, int band)
    {
        var hash = StableHash.Start;
        foreach (var unit in signature.AsSpan(band * Rows, Rows)) hash = StableHash.Add(hash, unit);
        return StableHash.Mix(hash);
    }
}
