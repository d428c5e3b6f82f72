using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Tests;

/// <summary>Graphs for tests, with odd sizes so that a swapped axis shows.</summary>
internal static class SmallGraphs
{
    /// <summary>Every operator helper once, so that the checker sees each spelling.</summary>
    public static OnnxModel EveryOperator()
    {
        var g = new GraphBuilder("every-operator");
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var mask = g.Input("attention_mask", OnnxType.Int64, "batch", "length");
        var table = g.Constant("table", Numbers(11 * 6), 11, 6);
        var x = g.Gather(table, ids); // (B, T, 6)
        foreach (var name in new[] { "sigmoid", "relu", "tanh", "gelu", "gelu-tanh", "silu" })
        {
            using var _ = g.Scope(name);
            x = g.Add(x, g.Activation(name, x));
        }
        var real = g.Cast(g.Greater(mask, g.Scalar(0L)), OnnxType.Bool);
        var floats = g.Unsqueeze(g.Cast(mask, OnnxType.Float), -1); // (B, T, 1)
        x = g.Where(g.Unsqueeze(g.And(real, g.Not(g.Equal(mask, g.Scalar(0L)))), -1), x, g.Scalar(0f));
        x = g.LayerNormalization(x, g.Constant("scale", Numbers(6), 6), g.Constant("bias", Numbers(6), 6), 1e-12f);
        var heads = g.Transpose(g.Reshape(x, 0, 0, 2, 3), 0, 2, 1, 3); // (B, 2, T, 3)
        var scores = g.Mul(g.MatMul(heads, g.Transpose(heads, 0, 1, 3, 2)), 1 / MathF.Sqrt(3)); // (B, 2, T, T)
        var mixed = g.MatMul(g.Softmax(scores), heads); // (B, 2, T, 3)
        x = g.Reshape(g.Transpose(mixed, 0, 2, 1, 3), 0, 0, 6); // (B, T, 6)
        var parts = g.Split(x, 2, 2, 4);
        x = g.Concat(2, parts[1], parts[0]);
        x = g.Add(x, g.Slice(table, 0, 0, 1));
        var lengths = g.Cast(g.ReduceSum(mask, [1]), OnnxType.Int32); // (B)
        var time = g.Transpose(x, 1, 0, 2); // (T, B, 6)
        var lstm = g.Lstm(time, g.Constant("lstm.w", Numbers(2 * 20 * 6), 2, 20, 6), g.Constant("lstm.r", Numbers(2 * 20 * 5), 2, 20, 5),
            g.Constant("lstm.b", Numbers(2 * 40), 2, 40), lengths, 5, bidirectional: true); // (T, 2, B, 5)
        var gru = g.Gru(time, g.Constant("gru.w", Numbers(15 * 6), 1, 15, 6), g.Constant("gru.r", Numbers(15 * 5), 1, 15, 5), null, lengths, 5, bidirectional: false); // (T, 1, B, 5)
        var conv = g.Conv(g.Transpose(x, 0, 2, 1), g.Constant("conv.w", Numbers(5 * 6 * 3), 5, 6, 3), null, 1, 1); // (B, 5, T)
        var pooled = g.Add(g.ReduceMean(g.ReduceMax(lstm, [0]), [0]), g.ReduceMax(conv, [2])); // (B, 5)
        pooled = g.Add(pooled, g.ReduceMin(g.Squeeze(gru, 1), [0])); // (B, 5)
        pooled = g.Add(pooled, g.Div(g.ReduceSum(g.Slice(x, 2, 0, 5), [1]), g.ReduceSum(floats, [1])));
        pooled = g.Max(g.Min(pooled, g.Scalar(3f)), g.Scalar(-3f));
        pooled = g.Sub(g.Sqrt(g.Exp(pooled)), g.Neg(g.Add(g.Sin(pooled), g.Cos(pooled))));
        var positions = g.Range(g.Scalar(0L), g.Squeeze(g.Dim(ids, 1), 0), g.Scalar(1L)); // (T)
        var last = g.ReduceMax(g.CumSum(g.Cast(positions, OnnxType.Float), 0), [0]); // scalar
        pooled = g.Add(pooled, g.Mul(last, 1e-3f));
        pooled = g.Add(pooled, g.Expand(g.Fill(g.Integers(1, 5), 0.25f), g.Shape(pooled)));
        var logits = g.MatMul(pooled, g.Constant("head", Numbers(5 * 3), 5, 3));
        g.Output("logits", g.LogSoftmax(logits), OnnxType.Float, "batch", 3);
        return g.Build();
    }

    /// <summary>n small numbers, the same on every call.</summary>
    public static float[] Numbers(int n) => [.. Enumerable.Range(0, n).Select(i => MathF.Sin(i * 0.7f) * 0.5f)];
}
