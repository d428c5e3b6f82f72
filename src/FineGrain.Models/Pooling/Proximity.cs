using FineGrain.Models.Emission;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using static TorchSharp.torch;

namespace FineGrain.Models.Pooling;

/// <summary>
/// How much a token counts for the asked aspect: w_t = exp(−d_t / reach), d_t tokens away from the nearest token of the aspect, 1 inside it; all 1 in a row without an aspect.
/// After the position weights of Chen et al. 2017 (RAM), equation 3, and Zhang et al. 2019 (PWCN), equation 2, but in tokens and not in shares of the length, so that
/// a text that is cut far from the aspect gives nearly the same weights. The aspect's tokens are those of type 1.
/// </summary>
internal static class Proximity
{
    /// <summary>The weights.</summary>
    /// <param name="types">1 for a token of the aspect, int64 [B, T].</param>
    /// <param name="reach">Distance at which a token counts 1/e.</param>
    /// <returns>Float32 [B, T].</returns>
    public static Tensor Weights(Tensor types, double reach)
    {
        using var scope = NewDisposeScope();
        var inside = types.to(ScalarType.Float32); // (B, T)
        var positions = arange(types.shape[1], ScalarType.Float32, types.device).unsqueeze(0); // (1, T)
        var any = inside.amax([1], true); // (B, 1)
        var first = (inside.cumsum(1) == 0).to(ScalarType.Float32).sum(1, true); // (B, 1): tokens before the aspect
        var last = first + inside.sum(1, true) - 1; // (B, 1)
        var distance = ((first - positions).clamp_min(0) + (positions - last).clamp_min(0)) * any; // (B, T)
        return (distance * (-1 / reach)).exp().MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    public static OnnxValue Weights(GraphEmitter emitter, double reach)
    {
        var graph = emitter.Graph;
        var inside = graph.Cast(emitter.TokenTypeIds, OnnxType.Float); // (B, T)
        var length = graph.Squeeze(graph.Dim(emitter.TokenTypeIds, 1), 0);
        var positions = graph.Unsqueeze(graph.Cast(graph.Range(graph.Scalar(0L), length, graph.Scalar(1L)), OnnxType.Float), 0); // (1, T)
        var any = graph.ReduceMax(inside, [1], keep: true);
        var before = graph.Cast(graph.Not(graph.Greater(graph.CumSum(inside, 1), graph.Scalar(0f))), OnnxType.Float);
        var first = graph.ReduceSum(before, [1], keep: true);
        var last = graph.Sub(graph.Add(first, graph.ReduceSum(inside, [1], keep: true)), graph.Scalar(1f));
        var distance = graph.Mul(graph.Add(graph.Relu(graph.Sub(first, positions)), graph.Relu(graph.Sub(positions, last))), any);
        return graph.Exp(graph.Mul(distance, (float)(-1 / reach)));
    }
}
