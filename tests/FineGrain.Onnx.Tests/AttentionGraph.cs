namespace FineGrain.Onnx.Tests;

/// <summary>The attention of a layer in the operators that our Transformers emit.</summary>
internal static class AttentionGraph
{
    /// <summary>softmax(factor Q Kᵀ + mask) V.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="q">[B, Q, width].</param>
    /// <param name="k">[B, T, width].</param>
    /// <param name="v">[B, T, width].</param>
    /// <param name="mask">[B, 1, 1, T].</param>
    /// <param name="width">Width of all heads together.</param>
    /// <param name="heads">Their number.</param>
    /// <param name="factor">1 / √(width / heads) where it is not given.</param>
    /// <param name="turn">What is done to the queries, or nothing.</param>
    public static OnnxValue Write(GraphBuilder g, OnnxValue q, OnnxValue k, OnnxValue v, OnnxValue mask, int width, int heads, float? factor = null, Func<OnnxValue, OnnxValue>? turn = null)
    {
        OnnxValue Split(OnnxValue x) => g.Transpose(g.Reshape(x, 0, 0, heads, width / heads), 0, 2, 1, 3);
        OnnxValue first = Split(q), second = Split(k), third = Split(v);
        if (turn is not null) first = turn(first);
        var scores = g.Mul(g.MatMul(first, g.Transpose(second, 0, 1, 3, 2)), factor ?? (1 / MathF.Sqrt(width / heads)));
        return g.Reshape(g.Transpose(g.MatMul(g.Softmax(g.Add(scores, mask)), third), 0, 2, 1, 3), 0, 0, width);
    }
}
