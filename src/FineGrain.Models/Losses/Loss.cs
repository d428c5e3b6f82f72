using System.Diagnostics;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>
/// A number to minimise. Every loss is first one number a row; rows are then joined as Σ w_i ℓ_i / Σ w_i over the rows that are not ignored,
/// where w_i is the row's factor times the weight of its class. A batch of ignored rows gives 0.
/// </summary>
public abstract class Loss
{
    private protected Loss(IReadOnlyList<float>? classWeights = null) => ClassWeights = classWeights?.ToArray();

    /// <summary>Weight of each class; null means all 1.</summary>
    public float[]? ClassWeights { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="logits">Float32 [B, C].</param>
    /// <param name="target">The targets of the same rows.</param>
    /// <returns>Float32 scalar.</returns>
    public Tensor Of(Tensor logits, LossTarget target)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(target);
        using var scope = NewDisposeScope();
        var (losses, weights) = Rows(logits, target.Values); // (B), (B)
        if (target.Weights is { } factors) weights = weights * factors;
        return ((losses * weights).sum() / weights.sum().clamp_min(1e-12)).MoveToOuterDisposeScope();
    }

    /// <summary>Loss of each row and its weight; weight 0 where the target is to be ignored.</summary>
    /// <param name="logits">Float32 [B, C].</param>
    /// <param name="values">As <see cref="LossTarget.Values"/>.</param>
    private protected abstract (Tensor Losses, Tensor Weights) Rows(Tensor logits, Tensor values);

    /// <summary>The loss that a recipe asks for.</summary>
    /// <param name="recipe">The loss section; auto takes the usual loss of the target.</param>
    /// <param name="target">label, labels or number.</param>
    /// <param name="classWeights">Weight of each label in logit order, or null for none.</param>
    /// <exception cref="InputException">The loss does not fit the target.</exception>
    public static Loss Named(LossRecipe recipe, string target, IReadOnlyList<float>? classWeights = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        string[] fitting = target switch
        {
            "label" => ["cross-entropy", "focal"],
            "labels" => ["binary-cross-entropy"],
            "number" => ["mean-squared-error"],
            "spans" => ["cross-entropy", "focal"],
            _ => throw new UnreachableException($"This is a bug: target '{target}'."),
        };
        var name = recipe.Name == "auto" ? fitting[0] : recipe.Name;
        if (!fitting.Contains(name))
            throw new InputException("training.loss.name", $"'{name}' does not fit target '{target}'. Allowed: auto, {string.Join(", ", fitting)}.");
        return name switch
        {
            "cross-entropy" => new CrossEntropy(recipe.Smoothing, classWeights),
            "focal" => new FocalLoss(recipe.Gamma, classWeights),
            "binary-cross-entropy" => new BinaryCrossEntropy(recipe.Smoothing, classWeights),
            _ => new MeanSquaredError(),
        };
    }
}
