using FineGrain.Core;
using FineGrain.Data.Duplicates;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Preparing;

/// <summary>
/// Cuts examples into parts with the same label shares. Groups (duplicates) go to one part whole. The order within a label comes from a hash of
/// (seed, text), so adding rows moves few of the others.
/// </summary>
internal static class StratifiedSplit
{
    /// <summary>
    /// Cuts <paramref name="examples"/> into one part for each of <paramref name="shares"/> and a last one with the rest; each part keeps the order of
    /// <paramref name="examples"/>. <paramref name="groups"/> names the group of each example.
    /// </summary>
    public static IReadOnlyList<Example>[] Cut(IReadOnlyList<Example> examples, IReadOnlyList<int> groups, int seed, params ReadOnlySpan<double> shares)
    {
        var rest = shares.Length;
        var part = new int[examples.Count];
        var members = Enumerable.Range(0, examples.Count).GroupBy(i => groups[i]).Select(g => g.ToArray());
        // The stratum of a group is that of its first row; groups with contradictory labels are rare and must go somewhere.
        foreach (var stratum in members.GroupBy(g => Stratum(examples[g[0]]), StringComparer.Ordinal).OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var queue = new Queue<int[]>(stratum.OrderBy(g => Order(seed, examples[g[0]])).ThenBy(g => g[0]));
            var rows = stratum.Sum(g => g.Length);
            for (var p = 0; p <= rest; p++)
            {
                var wanted = p == rest ? int.MaxValue : (int)Math.Round(rows * shares[p], MidpointRounding.AwayFromZero);
                for (var taken = 0; taken < wanted && queue.TryDequeue(out var group); taken += group.Length)
                    foreach (var row in group) part[row] = p;
            }
        }
        return [.. Enumerable.Range(0, rest + 1).Select(p => (IReadOnlyList<Example>)[.. examples.Where((_, i) => part[i] == p)])];
    }

    private static string Stratum(Example example) => string.Join('|', example.Labels);

    private static ulong Order(int seed, Example example) => StableHash.Mix(StableHash.Of(TextKey.Of(example).Text) + StableHash.Mix((ulong)seed + 1));
}
