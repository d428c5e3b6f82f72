using FineGrain.Models;
using static TorchSharp.torch;

namespace FineGrain.Training.Pruning;

/// <summary>
/// Sets the weights that are smallest in size to 0 (Han et al. 2015, section 3). The matrices keep their shape, so nothing gets faster on this hardware; a
/// compressed file gets smaller.
/// </summary>
public static class Magnitude
{
    /// <summary>Zeroes a share of all matrix elements, by one threshold over the network; vectors (biases, norms) stay.</summary>
    /// <param name="model">Changed in place.</param>
    /// <param name="share">Share of elements in [0, 1).</param>
    /// <returns>Number of elements that are 0 afterwards.</returns>
    public static long Zero(TextModel model, double share)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var matrices = model.parameters().Where(p => p.dim() > 1).ToList();
        var sizes = cat([.. matrices.Select(p => p.flatten().abs())]);
        var count = (long)(share * sizes.numel());
        if (count > 0)
        {
            var threshold = sizes.kthvalue(count, 0).values;
            foreach (var matrix in matrices) matrix.mul_(matrix.abs().gt(threshold));
        }
        return matrices.Sum(p => p.numel() - p.count_nonzero().item<long>());
    }
}
