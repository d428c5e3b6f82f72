using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Models;

/// <summary>The units (words or characters) of a batch as tensors: what spans begin and end at.</summary>
/// <param name="Mask">1 for a unit, 0 for padding, int64 [B, U].</param>
/// <param name="FirstTokens">The first token of each unit, 0 at padding, int64 [B, U].</param>
/// <param name="OfTokens">The unit of each token, -1 for none, int64 [B, T].</param>
/// <param name="CharIds">Character ids, int64 [B, U, C]; null where the model reads none.</param>
/// <param name="FeatureIds">Hashed features, int64 [B, U, F]; null where the model reads none.</param>
/// <param name="AreTokens">Whether unit i is token i in every row, so that states of tokens are states of units.</param>
public sealed record UnitInput(Tensor Mask, Tensor FirstTokens, Tensor OfTokens, Tensor? CharIds, Tensor? FeatureIds, bool AreTokens) : IDisposable
{
    /// <summary>The units of a batch on a device; the tensors belong to the current dispose scope, or to the caller.</summary>
    /// <param name="batch">A batch with units.</param>
    /// <param name="device">Where to put them.</param>
    public static UnitInput From(Batch batch, Device device)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var mask = new long[batch.Rows * batch.Units];
        var same = batch.Units == batch.Length;
        for (var r = 0; r < batch.Rows; r++)
        {
            mask.AsSpan(r * batch.Units, batch.UnitCounts[r]).Fill(1);
            for (var u = 0; same && u < batch.UnitCounts[r]; u++) same = batch.UnitTokens[(r * batch.Units) + u] == u;
        }
        return new(
            tensor(mask, [batch.Rows, batch.Units], device: device),
            tensor(batch.UnitTokens, [batch.Rows, batch.Units], device: device),
            tensor(batch.TokenUnits, [batch.Rows, batch.Length], device: device),
            batch.CharLength == 0 ? null : tensor(batch.CharIds, [batch.Rows, batch.Units, batch.CharLength], device: device),
            batch.FeatureCount == 0 ? null : tensor(batch.FeatureIds, [batch.Rows, batch.Units, batch.FeatureCount], device: device),
            same);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Mask.Dispose();
        FirstTokens.Dispose();
        OfTokens.Dispose();
        CharIds?.Dispose();
        FeatureIds?.Dispose();
    }
}
