using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Models.Families;
using FineGrain.Models.HuggingFace;

namespace FineGrain.Models.Pruning;

/// <summary>What can be pruned from a network, by family. Members of an ensemble are pruned side by side.</summary>
public static class PruneGroups
{
    /// <summary>The groups of <paramref name="model"/>; parameters under their names in <see cref="Plain"/>.</summary>
    public static IReadOnlyList<PruneGroup> Of(TextModel model)
    {
        var names = Plain(model).named_parameters().Select(p => p.name).ToHashSet(StringComparer.Ordinal);
        // A head of another kind reads the units in ways that are not described here: they stay.
        return [.. All(model).Where(g => g.Units.All(u => u.Weights.Concat(u.Gates).All(slice => names.Contains(slice.Parameter))))];
    }

    private static PruneGroup[] All(TextModel model) => Plain(model) switch
    {
        EnsembleModel ensemble => [.. ensemble.Members.SelectMany((member, i) => All(member).Select(group => Inside(group, $"members.{i}.")))],
        TransformerModel transformer => [.. TransformerGroups.Of(transformer.Config)],
        CnnModel cnn => [.. CnnGroups.Of(Network(cnn).Deserialize(ModelJson.Default.CnnRecipe)!)],
        MlpModel mlp => [.. MlpGroups.Of(Network(mlp).Deserialize(ModelJson.Default.MlpRecipe)!)],
        RnnModel rnn => [.. RnnGroups.Of(Network(rnn).Deserialize(ModelJson.Default.RnnRecipe)!)],
        _ => [],
    };

    /// <summary>The network that is pruned: of a checkpoint the network inside, since its published layout has no room for fewer heads.</summary>
    public static TextModel Plain(TextModel model) => model is PretrainedModel pretrained ? pretrained.Network : model;

    /// <summary>config.json's description of the network after pruning.</summary>
    /// <param name="model">The plain network as it is.</param>
    /// <param name="left">Units left by group.</param>
    internal static JsonObject Describe(TextModel model, IReadOnlyDictionary<PruneGroup, int> left)
    {
        var config = Plain(model).Describe();
        var kinds = left.DistinctBy(g => g.Key.Kind).ToDictionary(g => g.Key.Kind, g => g.Value);
        switch (Plain(model))
        {
            case EnsembleModel ensemble:
                config["members"] = new JsonArray([.. ensemble.Members.Select((member, i) => (JsonNode)Describe(member, Outside(left, $"members.{i}.")))]);
                break;
            case TransformerModel transformer:
                TransformerGroups.Edit(config, transformer.Config, kinds);
                break;
            case CnnModel:
                CnnGroups.Edit(config["network"]!.AsObject(), kinds);
                break;
            case MlpModel mlp:
                MlpGroups.Edit(config["network"]!.AsObject(), Network(mlp).Deserialize(ModelJson.Default.MlpRecipe)!, kinds, left.ToDictionary(g => g.Key.Place, g => g.Value));
                break;
            case RnnModel:
                RnnGroups.Edit(config["network"]!.AsObject(), kinds);
                break;
        }
        return config;
    }

    private static JsonNode Network(TextModel model) => model.Describe()["network"]!;

    private static PruneGroup Inside(PruneGroup group, string prefix) => new(group.Kind, prefix + group.Place, [.. group.Units.Select(unit => new PruneUnit
    {
        Weights = [.. unit.Weights.Select(slice => slice with { Parameter = prefix + slice.Parameter })],
        Gates = [.. unit.Gates.Select(slice => slice with { Parameter = prefix + slice.Parameter })],
    })]);

    private static Dictionary<PruneGroup, int> Outside(IReadOnlyDictionary<PruneGroup, int> left, string prefix) =>
        left.Where(g => g.Key.Place.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(g => g.Key with { Place = g.Key.Place[prefix.Length..] }, g => g.Value);
}
