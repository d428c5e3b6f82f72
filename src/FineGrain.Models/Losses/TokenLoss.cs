using FineGrain.Core.Recipes;
using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>
/// The loss of a head that decides each unit by a softmax: cross-entropy or focal loss of every unit, with the weight of its class, summed over the units of a row,
/// as the negative log-likelihood of a chain is. A unit of −100 counts nothing.
/// </summary>
/// <param name="loss">The loss of one unit: <see cref="CrossEntropy"/> or <see cref="FocalLoss"/>, with smoothing and class weights.</param>
public sealed class TokenLoss(Loss loss)
{
    /// <summary>The loss that a recipe asks for.</summary>
    /// <param name="recipe">The loss section; auto is cross-entropy.</param>
    /// <param name="tagWeights">Weight of each tag, or null.</param>
    /// <exception cref="Core.InputException">The loss is not for one label a unit.</exception>
    public static TokenLoss Named(LossRecipe recipe, IReadOnlyList<float>? tagWeights = null) => new(Loss.Named(recipe, "label", tagWeights));

    /// <summary>Σ over the units of each row of weight · loss.</summary>
    /// <param name="logits">Float32 [B, U, K].</param>
    /// <param name="tags">Int64 [B, U]: tag columns, −100 where there is none.</param>
    /// <returns>Float32 [B], sums; divide by the number of units (or of all units of a batch) for a mean.</returns>
    public Tensor Of(Tensor logits, Tensor tags)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(tags);
        using var scope = NewDisposeScope();
        var (losses, weights) = loss.RowsOf(logits.reshape(-1, logits.shape[2]), tags.reshape(-1).to(ScalarType.Float32)); // (B · U), (B · U)
        return (losses * weights).view(tags.shape).sum(1).MoveToOuterDisposeScope(); // (B)
    }
}
