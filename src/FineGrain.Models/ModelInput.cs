using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Models;

/// <summary>One batch as tensors. Rows are padded on the right.</summary>
/// <param name="InputIds">Token ids, int64 [B, T].</param>
/// <param name="AttentionMask">1 for a token, 0 for padding, int64 [B, T].</param>
/// <param name="TokenTypeIds">0 for the text, 1 for the pair, int64 [B, T]; null means all 0.</param>
/// <param name="NgramIds">Hashed n-gram ids, int64 [B, G], padded with 0; null when there are none.</param>
/// <param name="Units">What spans begin and end at; null for a model that marks none.</param>
public sealed record ModelInput(Tensor InputIds, Tensor AttentionMask, Tensor? TokenTypeIds = null, Tensor? NgramIds = null, UnitInput? Units = null) : IDisposable
{
    /// <summary>The batch on a device. The new tensors belong to the current dispose scope, or to the caller.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="device">Where to put it; null is the CPU.</param>
    public static ModelInput From(Batch batch, Device? device = null)
    {
        device ??= CPU;
        long[] shape = [batch.Rows, batch.Length];
        return new(
            tensor(batch.InputIds, shape, device: device),
            tensor(batch.AttentionMask, shape, device: device),
            tensor(batch.TokenTypeIds, shape, device: device),
            batch.NgramIds.Length == 0 ? null : tensor(batch.NgramIds, [batch.Rows, batch.NgramLength], device: device),
            batch.Units == 0 ? null : UnitInput.From(batch, device));
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        InputIds.Dispose();
        AttentionMask.Dispose();
        TokenTypeIds?.Dispose();
        NgramIds?.Dispose();
        Units?.Dispose();
    }
}

/// <summary>Mixup of pooled representations: row i becomes λ_i · row i + (1 − λ_i) · row partner_i (Zhang et al. 2018; on sentence vectors as Guo et al. 2019).</summary>
/// <param name="Partner">The other row of each row, int64 [B].</param>
/// <param name="Share">λ, float32 [B], in [0, 1].</param>
public sealed record Mix(Tensor Partner, Tensor Share)
{
    /// <summary>The mixed rows.</summary>
    /// <param name="rows">Float32 [B, N].</param>
    /// <returns>Float32 [B, N].</returns>
    public Tensor Apply(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var share = Share.unsqueeze(1); // (B, 1)
        return (share * rows + (1 - share) * rows.index_select(0, Partner)).MoveToOuterDisposeScope();
    }

    /// <summary>The mixup of a batch, or null when it has none.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="device">Where to put it; null is the CPU.</param>
    public static Mix? From(Batch batch, Device? device = null) => batch.MixWith.Length == 0
        ? null
        : new(tensor([.. batch.MixWith.Select(i => (long)i)], device: device ?? CPU), tensor(batch.MixShare, device: device ?? CPU));
}
