using FineGrain.Core;
using FineGrain.Core.Recipes;
using TorchSharp;

namespace FineGrain.Training.Optimizers;

/// <summary>Decides for every parameter of a model whether it is trained, at which rate and with which decay.</summary>
public static class ParameterPlan
{
    /// <summary>
    /// The trained parameters in the model's order. Groups are tried in the recipe's order, the first match wins; frozen parameters lose their gradient.
    /// Weight decay spares tensors of fewer than two dimensions: decaying a bias or a norm's gain shrinks no function class, it only shifts activations.
    /// </summary>
    /// <param name="parameters">Names and tensors of the model.</param>
    /// <param name="recipe">Optimiser, groups and layer-wise decay.</param>
    /// <param name="layerOf">Layer by name, 0 = embeddings; needed when the recipe has layer-wise decay.</param>
    /// <param name="embeddingNames">Embedding tables, moved by used rows when the recipe says so.</param>
    /// <exception cref="InputException">A group matches no parameter, or everything is frozen.</exception>
    public static IReadOnlyList<TrainedParameter> Of(IEnumerable<(string Name, torch.Tensor Value)> parameters, TrainingRecipe recipe,
        Func<string, int>? layerOf = null, IReadOnlyCollection<string>? embeddingNames = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var all = parameters.ToList();
        foreach (var group in recipe.Groups)
            if (!all.Exists(p => NamePattern.Matches(group.Match, p.Name)))
                throw new InputException("training.groups", $"pattern '{group.Match}' matches no parameter. {Nearest.Hint(group.Match, [.. all.Select(p => p.Name)])}");

        var top = recipe.LayerDecay < 1 ? all.Max(p => LayerOf(p.Name)) : 0;
        var trained = new List<TrainedParameter>();
        foreach (var (name, value) in all)
        {
            var group = recipe.Groups.FirstOrDefault(g => NamePattern.Matches(g.Match, name));
            value.requires_grad = group is not { Freeze: true };
            if (group is { Freeze: true }) continue;
            var factor = group?.LearningRateFactor ?? 1;
            if (recipe.LayerDecay < 1) factor *= Math.Pow(recipe.LayerDecay, top - LayerOf(name));
            var decay = group is { WeightDecay: >= 0 } ? group.WeightDecay : value.dim() >= 2 ? recipe.Optimizer.WeightDecay : 0;
            trained.Add(new(name, value, factor, decay, UsedRows: recipe.Optimizer.EmbeddingRows == "used" && embeddingNames?.Contains(name) == true));
        }
        return trained.Count > 0 ? trained : throw new InputException("training.groups", "every parameter is frozen, nothing is left to train. Remove 'freeze' from a group.");

        int LayerOf(string name) => layerOf is null
            ? throw new InputException("training.layer_decay", "this model does not say which layer a parameter belongs to. Set layer_decay to 1.")
            : layerOf(name);
    }
}
