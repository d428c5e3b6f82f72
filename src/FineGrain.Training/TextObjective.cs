using FineGrain.Core;
using FineGrain.Models;
using FineGrain.Models.Layers;
using FineGrain.Models.Losses;
using static TorchSharp.torch;

namespace FineGrain.Training;

/// <summary>The supervised objective of a text model: the loss of each member on the same batch, summed, so that an ensemble's members learn side by side as if alone.</summary>
/// <param name="model">The model.</param>
/// <param name="loss">The loss of one member.</param>
public sealed class TextObjective(TextModel model, Loss loss) : IObjective
{
    /// <summary>Lookups in smaller tables keep dense gradients: they cost less than the bookkeeping of rows.</summary>
    private const int LargeTable = 2000;

    /// <inheritdoc/>
    public Tensor Loss(Batch batch, long forward)
    {
        using var scope = NewDisposeScope();
        model.DropoutCounter = forward;
        var input = ModelInput.From(batch);
        return model.LossOf(model.MemberLogits(input, Mix.From(batch)), LossTarget.From(batch), input, loss).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The task of training <paramref name="model"/> on <paramref name="batches"/>; fill in evaluation, metric, checkpoint and identity by <c>with</c>.
    /// Embedding gradients of large tables become sparse: the update is the same, only the array of zeros is gone.
    /// </summary>
    public static TrainingTask Task(TextModel model, Loss loss, IBatchSource batches)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var table in model.modules().OfType<Embedding>())
            table.SparseGradient = table.Weight.shape[0] >= LargeTable;
        return new()
        {
            Model = model,
            Objective = new TextObjective(model, loss),
            Batches = batches,
            LayerOf = model.LayerOf,
            EmbeddingNames = [.. model.EmbeddingNames, .. model.NgramTableNames],
        };
    }
}
