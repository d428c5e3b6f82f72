using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Tests;

/// <summary>Graphs with weights that are large enough to be quantized, in odd sizes.</summary>
internal static class QuantizableGraphs
{
    private const int Words = 97, Width = 54, Inner = 45;

    /// <summary>Three products of one input, or one weight three times.</summary>
    public static OnnxModel Product(bool shared = false) => Graph((g, x) =>
    {
        var weights = Enumerable.Range(0, 3).Select(i => shared && i > 0 ? null : g.Constant($"dense.{i}", Numbers(Width * Width, i), Width, Width)).ToArray();
        return g.Add(g.Add(g.MatMul(x, weights[0]!), g.MatMul(x, weights[1] ?? weights[0]!)), g.MatMul(x, weights[2] ?? weights[0]!));
    });

    /// <summary>A graph with one kind of weight, or with every kind one behind the other.</summary>
    public static OnnxModel Every() => Graph((g, x) => Lstm(g, Conv(g, Gemm(g, Dense(g, Positions(g, x))))));

    public static OnnxModel Of(string kind) => Graph((g, x) => kind switch
    {
        "Gather" => x,
        "Slice" => Positions(g, x),
        "MatMul" => Dense(g, x),
        "Gemm" => Gemm(g, x),
        "Conv" => Conv(g, x),
        _ => Lstm(g, x),
    });

    /// <summary>Reads input_ids and attention_mask; x is (B, T, <see cref="Width"/>), 0 at padding; the mean over tokens goes to three logits.</summary>
    private static OnnxModel Graph(Func<GraphBuilder, OnnxValue, OnnxValue> body)
    {
        var g = new GraphBuilder("quantizable");
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var mask = g.Unsqueeze(g.Cast(g.Input("attention_mask", OnnxType.Int64, "batch", "length"), OnnxType.Float), -1); // (B, T, 1)
        var x = body(g, g.Mul(g.Gather(g.Constant("table", Numbers(Words * Width), Words, Width), ids), mask));
        var pooled = g.ReduceMean(x, [1]); // (B, Width)
        g.Output("logits", g.MatMul(pooled, g.Constant("head", Numbers(Width * 3, 5), Width, 3)), OnnxType.Float, "batch", 3);
        return g.Build();
    }

    private static OnnxValue Positions(GraphBuilder g, OnnxValue x) => g.Add(x, g.Slice(g.Constant("positions", Numbers(64 * Width, 3), 64, Width), 0, g.Integers(0), g.Dim(x, 1)));

    private static OnnxValue Dense(GraphBuilder g, OnnxValue x) => g.Add(g.MatMul(x, g.Constant("dense", Numbers(Width * Width, 1), Width, Width)), g.Constant("dense.bias", Numbers(Width), Width));

    private static OnnxValue Gemm(GraphBuilder g, OnnxValue x)
    {
        var flat = g.Node("Gemm", [g.Reshape(x, -1, Width), g.Constant("gemm", Numbers(Inner * Width, 2), Inner, Width), g.Constant("gemm.bias", Numbers(Inner), Inner)], ("transB", 1L));
        var back = g.Concat(0, g.Dim(x, 0), g.Dim(x, 1), g.Integers(Inner));
        return g.Concat(2, g.Reshape(flat, back), g.Slice(x, 2, 0, Width - Inner));
    }

    private static OnnxValue Conv(GraphBuilder g, OnnxValue x) =>
        g.Transpose(g.Conv(g.Transpose(x, 0, 2, 1), g.Constant("filters", Numbers(Width * Width * 3, 4), Width, Width, 3), g.Constant("filters.bias", Numbers(Width), Width), 2, 1), 0, 2, 1);

    private static OnnxValue Lstm(GraphBuilder g, OnnxValue x)
    {
        const int hidden = Width / 2;
        var run = g.Lstm(g.Transpose(x, 1, 0, 2), g.Constant("gates", Numbers(2 * 4 * hidden * Width, 6), 2, 4 * hidden, Width), g.Constant("recurrence", Numbers(2 * 4 * hidden * hidden, 7), 2, 4 * hidden, hidden),
            g.Constant("gates.bias", Numbers(16 * hidden), 2, 8 * hidden), null, hidden, bidirectional: true); // (T, 2, B, hidden)
        return g.Reshape(g.Transpose(run, 2, 0, 1, 3), 0, 0, Width);
    }

    private static float[] Numbers(int n, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, n).Select(_ => (float)(random.NextDouble() - 0.4))];
    }
}
