using FineGrain.Models.Emission;
using FineGrain.Onnx;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>Hides padding from sums and maxima.</summary>
internal static class Masking
{
    /// <summary>
    /// What is added to the score of padding: large enough that its weight is exactly 0 beside any token, and finite, so that a row without
    /// a single token gives numbers and not NaN.
    /// </summary>
    public const double Hidden = -1e9;

    /// <summary>Int64 [B, T] of 1 and 0 as float32 [B, 1, 1, T] of 0 and <see cref="Hidden"/>, to be added to attention scores.</summary>
    public static Tensor Additive(Tensor mask)
    {
        using var scope = NewDisposeScope();
        return ((1 - mask.to(ScalarType.Float32)) * Hidden).unsqueeze(1).unsqueeze(2).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    public static OnnxValue Additive(GraphEmitter emitter)
    {
        var graph = emitter.Graph;
        return graph.Unsqueeze(graph.Mul(graph.Sub(graph.Scalar(1f), emitter.FloatMask), (float)Hidden), 1, 2);
    }

    /// <summary>Largest value of each column over the tokens of a row; 0 for a row without a token.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="mask">1 for a token, 0 for padding, [B, T].</param>
    /// <returns>Float32 [B, H].</returns>
    public static Tensor Max(Tensor states, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var padding = mask.eq(0); // (B, T)
        var any = padding.logical_not().any(1, true); // (B, 1)
        var largest = states.masked_fill(padding.unsqueeze(-1), Hidden).amax([1]); // (B, H)
        return largest.masked_fill(any.logical_not(), 0).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX, with a float mask.</summary>
    public static OnnxValue Max(GraphBuilder graph, OnnxValue states, OnnxValue mask)
    {
        var kept = graph.Greater(graph.Unsqueeze(mask, -1), graph.Scalar(0f)); // (B, T, 1)
        var largest = graph.ReduceMax(graph.Where(kept, states, graph.Scalar((float)Hidden)), [1]);
        return graph.Where(graph.Greater(graph.ReduceMax(mask, [1], keep: true), graph.Scalar(0f)), largest, graph.Scalar(0f));
    }
}
