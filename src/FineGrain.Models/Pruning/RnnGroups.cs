using System.Text.Json.Nodes;
using FineGrain.Core.Recipes;
using FineGrain.Models.Pooling;
using FineGrain.Models.Vectors;

namespace FineGrain.Models.Pruning;

/// <summary>Hidden units (of both directions together) and embedding columns of a recurrent network.</summary>
internal static class RnnGroups
{
    private static readonly string[] Directions = ["", "_reverse"];

    public static IEnumerable<PruneGroup> Of(RnnRecipe recipe)
    {
        var gates = recipe.Cell == "lstm" ? 4 : 3;
        for (var layer = 0; layer < recipe.Layers; layer++)
        {
            var cell = $"layers.{layer}.{recipe.Cell}";
            yield return new("hidden", $"layers.{layer}", [.. Enumerable.Range(0, recipe.Hidden).Select(unit =>
            {
                UnitSlice[] outgoing = [.. Directions.Select(d => new UnitSlice($"{cell}.weight_hh_l0{d}", 1, unit)), .. Readers(recipe, layer, unit)];
                return new PruneUnit
                {
                    Gates = outgoing,
                    Weights = [.. outgoing, .. Own(cell, gates, recipe.Hidden, unit), .. Pool(recipe, layer, unit)],
                };
            })]);
        }
        yield return new("width", "embeddings", [.. Enumerable.Range(0, recipe.Width).Select(column =>
        {
            UnitSlice[] outgoing = [.. Directions.Select(d => new UnitSlice($"layers.0.{recipe.Cell}.weight_ih_l0{d}", 1, column))];
            return new PruneUnit { Gates = outgoing, Weights = [.. outgoing, new(TokenTable.Parameter, 1, column)] };
        })]);
    }

    /// <summary>Writes what is left into config.json's network section.</summary>
    public static void Edit(JsonObject network, IReadOnlyDictionary<string, int> left)
    {
        if (left.TryGetValue("hidden", out var hidden)) network["hidden"] = hidden;
        if (left.TryGetValue("width", out var width)) network["width"] = width;
    }

    /// <summary>The rows of all gates that make the unit, in both directions.</summary>
    private static IEnumerable<UnitSlice> Own(string cell, int gates, int hidden, int unit) =>
        from direction in Directions
        from parameter in (string[])["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
        from gate in Enumerable.Range(0, gates)
        select new UnitSlice($"{cell}.{parameter}_l0{direction}", 0, (gate * hidden) + unit);

    /// <summary>The columns that read the unit's two outputs: the next layer's, or the pooling's and the classifier's.</summary>
    private static IEnumerable<UnitSlice> Readers(RnnRecipe recipe, int layer, int unit)
    {
        string[] matrices = layer + 1 < recipe.Layers
            ? [.. Directions.Select(d => $"layers.{layer + 1}.{recipe.Cell}.weight_ih_l0{d}")]
            : recipe.Pooling switch
            {
                "attention" => ["pooling.dense.weight", "classifier.weight"],
                "target" => [TargetPool.QueryName, "classifier.weight"],
                _ => ["classifier.weight"],
            };
        foreach (var index in (int[])[unit, recipe.Hidden + unit])
        {
            foreach (var matrix in matrices) yield return new(matrix, 1, index);
            // The score of a state multiplies it with the query's output of the same number.
            if (layer + 1 == recipe.Layers && recipe.Pooling == "target") yield return new(TargetPool.QueryName, 0, index);
        }
    }

    /// <summary>The attention pooling is as wide as the states, so its own units of the same numbers leave too.</summary>
    private static IEnumerable<UnitSlice> Pool(RnnRecipe recipe, int layer, int unit)
    {
        if (layer + 1 < recipe.Layers || recipe.Pooling != "attention") yield break;
        foreach (var index in (int[])[unit, recipe.Hidden + unit])
        {
            yield return new("pooling.dense.weight", 0, index);
            yield return new("pooling.dense.bias", 0, index);
            yield return new("pooling.score.weight", 1, index);
        }
    }
}
