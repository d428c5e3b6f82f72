using System.Text.Json.Nodes;
using FineGrain.Models.Encoders;

namespace FineGrain.Models.Pruning;

/// <summary>Layers, heads and inner units of a transformer.</summary>
internal static class TransformerGroups
{
    /// <summary>What a layer adds to the residual stream: a factor on both of its sums scales these.</summary>
    private static readonly string[] Sums = ["attention.output.dense.weight", "attention.output.dense.bias", "output.dense.weight", "output.dense.bias"];

    /// <summary>Their rows are divided among the heads.</summary>
    private static readonly string[] HeadRows = ["query.weight", "query.bias", "key.weight", "key.bias", "value.weight", "value.bias"];

    public static IEnumerable<PruneGroup> Of(TransformerConfig config)
    {
        var layers = config.SharedLayers ? 1 : config.Layers;
        if (!config.SharedLayers)
            yield return new("layers", "encoder", [.. Enumerable.Range(0, layers).Select(l => new PruneUnit
            {
                Gates = [.. Sums.Select(name => new UnitSlice($"encoder.layer.{l}.{name}", 0, 0, config.Width))],
            })]);
        for (var l = 0; l < layers; l++)
        {
            var place = $"encoder.layer.{l}";
            var size = config.HeadWidth;
            yield return new("heads", place, [.. Enumerable.Range(0, config.Heads).Select(h =>
            {
                UnitSlice outgoing = new($"{place}.attention.output.dense.weight", 1, h * size, size);
                return new PruneUnit
                {
                    Gates = [outgoing],
                    Weights = [outgoing, .. HeadRows.Select(name => new UnitSlice($"{place}.attention.self.{name}", 0, h * size, size))],
                };
            })]);
            yield return new("inner", place, [.. Enumerable.Range(0, config.Inner).Select(i =>
            {
                UnitSlice outgoing = new($"{place}.output.dense.weight", 1, i);
                return new PruneUnit { Gates = [outgoing], Weights = [outgoing, new($"{place}.intermediate.dense.weight", 0, i), new($"{place}.intermediate.dense.bias", 0, i)] };
            })]);
        }
    }

    /// <summary>Writes what is left into config.json's keys.</summary>
    public static void Edit(JsonObject config, TransformerConfig old, IReadOnlyDictionary<string, int> left)
    {
        config["head_size"] = old.HeadWidth;
        if (left.TryGetValue("heads", out var heads)) config["num_attention_heads"] = heads;
        if (left.TryGetValue("inner", out var inner)) config["intermediate_size"] = inner;
        if (left.TryGetValue("layers", out var layers)) config["num_hidden_layers"] = layers;
    }
}
