using FineGrain.Core;

namespace FineGrain.Data.Duplicates;

/// <summary>Which examples are the same text, or nearly.</summary>
internal static class DuplicateGroups
{
    /// <summary>The group of each example, named by its first member's position; equal and nearly equal texts, also by way of others, share one.</summary>
    public static int[] Of(IReadOnlyList<Example> examples)
    {
        var first = new Dictionary<TextKey, int>();
        var groups = new int[examples.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            var key = TextKey.Of(examples[i]);
            if (!first.TryGetValue(key, out groups[i])) first[key] = groups[i] = i;
        }
        var (texts, positions) = (first.Keys.ToArray(), first.Values.ToArray());
        foreach (var pair in NearDuplicates.Find(texts))
        {
            var (a, b) = (Root(groups, positions[pair.First]), Root(groups, positions[pair.Second]));
            groups[Math.Max(a, b)] = Math.Min(a, b);
        }
        for (var i = 0; i < groups.Length; i++) groups[i] = Root(groups, i);
        return groups;
    }

    private static int Root(int[] groups, int i)
    {
        while (groups[i] != i) i = groups[i] = groups[groups[i]];
        return i;
    }
}
