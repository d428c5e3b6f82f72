using FineGrain.Core;

namespace FineGrain.Data.Preparing;

/// <summary>Which examples are the same text.</summary>
internal static class Duplicates
{
    /// <summary>The group number of each example; examples with equal texts share one.</summary>
    public static int[] Groups(IReadOnlyList<Example> examples)
    {
        var first = new Dictionary<TextKey, int>();
        var groups = new int[examples.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            var key = TextKey.Of(examples[i]);
            if (!first.TryGetValue(key, out groups[i])) first[key] = groups[i] = i;
        }
        return groups;
    }
}
