using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Models.Explaining;

/// <summary>The vector that the classifier reads for each text; of an ensemble, its last member's.</summary>
public static class Representations
{
    /// <summary>Unit vectors of the rows of a batch, in the order of the batch.</summary>
    /// <param name="model">A network in evaluation mode.</param>
    /// <param name="batch">The batch.</param>
    /// <exception cref="InputException">The network has no such vector.</exception>
    public static float[][] Of(TextModel model, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var trace = new Trace();
        model.MemberLogits(ModelInput.From(batch), null, trace);
        var pooled = trace.Pooled ?? throw new InputException("model", "reads n-grams alone and has no vector of a text, so no nearest examples.");
        var unit = nn.functional.normalize(pooled, dim: 1); // (B, P)
        return [.. unit.contiguous().data<float>().ToArray().Chunk((int)unit.shape[1])];
    }
}
