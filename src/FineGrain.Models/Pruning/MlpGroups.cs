using System.Text.Json.Nodes;
using FineGrain.Core.Recipes;
using FineGrain.Models.Vectors;

namespace FineGrain.Models.Pruning;

/// <summary>Hidden units and embedding columns of an averaging network; its n-gram table has none.</summary>
internal static class MlpGroups
{
    public static IEnumerable<PruneGroup> Of(MlpRecipe recipe)
    {
        if (recipe.Width == 0) yield break;
        yield return new("width", "embeddings", [.. Enumerable.Range(0, recipe.Width).Select(column => new PruneUnit
        {
            Gates = [new(Matrix(0), 1, column)],
            Weights = [new(Matrix(0), 1, column), new(TokenTable.Parameter, 1, column)],
        })]);
        for (var layer = 0; layer < recipe.Hidden.Count; layer++)
        {
            var after = Matrix(layer + 1);
            yield return new("hidden", $"hidden.{layer}", [.. Enumerable.Range(0, recipe.Hidden[layer]).Select(unit => new PruneUnit
            {
                Gates = [new(after, 1, unit)],
                Weights = [new(after, 1, unit), new($"hidden.{layer}.weight", 0, unit), new($"hidden.{layer}.bias", 0, unit)],
            })]);
        }

        string Matrix(int layer) => layer < recipe.Hidden.Count ? $"hidden.{layer}.weight" : "classifier.weight";
    }

    /// <summary>Writes what is left into config.json's network section; hidden layers of different widths keep their own.</summary>
    public static void Edit(JsonObject network, MlpRecipe old, IReadOnlyDictionary<string, int> left, IReadOnlyDictionary<string, int> leftAt)
    {
        if (left.TryGetValue("width", out var width)) network["width"] = width;
        network["hidden"] = new JsonArray([.. old.Hidden.Select((units, i) => (JsonNode)leftAt.GetValueOrDefault($"hidden.{i}", units))]);
    }
}
