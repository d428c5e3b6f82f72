using System.Text.Json.Nodes;
using FineGrain.Core.Recipes;
using FineGrain.Models.Vectors;

namespace FineGrain.Models.Pruning;

/// <summary>Filters and embedding columns of a TextCNN.</summary>
internal static class CnnGroups
{
    public static IEnumerable<PruneGroup> Of(CnnRecipe recipe)
    {
        for (var window = 0; window < recipe.Windows.Count; window++)
        {
            var (name, first) = ($"convolutions.{window}", window * recipe.Filters);
            yield return new("filters", name, [.. Enumerable.Range(0, recipe.Filters).Select(f => new PruneUnit
            {
                Gates = [new("classifier.weight", 1, first + f)],
                Weights = [new("classifier.weight", 1, first + f), new($"{name}.weight", 0, f), new($"{name}.bias", 0, f)],
            })]);
        }
        yield return new("width", "embeddings", [.. Enumerable.Range(0, recipe.Width).Select(column =>
        {
            UnitSlice[] outgoing = [.. recipe.Windows.Select((_, w) => new UnitSlice($"convolutions.{w}.weight", 1, column))];
            return new PruneUnit { Gates = outgoing, Weights = [.. outgoing, new(TokenTable.Parameter, 1, column)] };
        })]);
    }

    /// <summary>Writes what is left into config.json's network section.</summary>
    public static void Edit(JsonObject network, IReadOnlyDictionary<string, int> left)
    {
        if (left.TryGetValue("filters", out var filters)) network["filters"] = filters;
        if (left.TryGetValue("width", out var width)) network["width"] = width;
    }
}
