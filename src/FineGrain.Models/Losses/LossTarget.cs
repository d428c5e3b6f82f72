using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>What a loss compares logits with.</summary>
/// <param name="Values">
/// One label: class indices, float32 [B] (−100 = ignored), or distributions, float32 [B, C], as mixup makes them. Many labels: flags in [0, 1], float32 [B, C].
/// A number: float32 [B] (NaN = ignored).
/// </param>
/// <param name="Weights">Factor of each row, float32 [B]; null means all 1.</param>
public sealed record LossTarget(Tensor Values, Tensor? Weights = null) : IDisposable
{
    /// <summary>The targets of a batch; columns are counted from its size.</summary>
    /// <param name="batch">A batch with targets.</param>
    /// <param name="device">Where to put them; null is the CPU.</param>
    /// <exception cref="ArgumentException">The batch has no targets.</exception>
    public static LossTarget From(Batch batch, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Targets.Length == 0 || batch.Targets.Length % batch.Rows != 0)
            throw new ArgumentException($"a batch of {batch.Rows} rows cannot have {batch.Targets.Length} target numbers", nameof(batch));
        var columns = batch.Targets.Length / batch.Rows;
        var values = tensor(batch.Targets, device: device ?? CPU);
        if (columns > 1) values = values.reshape(batch.Rows, columns);
        return new(values, batch.Weights.Length == 0 ? null : tensor(batch.Weights, device: device ?? CPU));
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Weights?.Dispose();
    }
}
