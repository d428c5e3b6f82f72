using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Onnx.Tests;

/// <summary>Attention, and sum with norm: what becomes one operator of ours, and what stays as it is.</summary>
public sealed class LayerRewriteTests
{
    private const int Width = 64;
    private static readonly QuantizationOptions ByRows = new() { WeightBits = 8, Rows = true };

    [Fact]
    public void Attention_becomes_one_operator()
    {
        var model = Quantizer.Quantize(Network((g, x, mask) => AttentionGraph.Write(g, Dense(g, x, 1), Dense(g, x, 2), Dense(g, x, 3), mask, Width, 4)), ByRows);
        Assert.Equal([ExactRowProduct.Operator, ExactRowProduct.Operator, ExactRowProduct.Operator, AttentionChain.Operator], model.Nodes.Select(n => n.OpType).Take(4));
        var node = model.Nodes[3];
        Assert.Equal((RowProduct.Domain, "mask"), (node.Domain, node.Inputs[3]));
        Assert.Equal(model.Nodes.Take(3).Select(n => n.Outputs[0]), node.Inputs.Take(3));
        Assert.Equal([4L], model.Initializers.Single(t => t.Name == node.Inputs[4]).ToArray<long>());
    }

    [Fact]
    public void Another_attention_keeps_its_operators()
    {
        Assert.All(new Func<GraphBuilder, OnnxValue, OnnxValue, OnnxValue>[]
        {
            (g, x, mask) => AttentionGraph.Write(g, Dense(g, x, 1), Dense(g, x, 2), Dense(g, x, 3), mask, Width, 4, factor: 0.3f),
            (g, x, mask) => AttentionGraph.Write(g, Dense(g, x, 1), Dense(g, x, 2), Dense(g, x, 3), mask, Width, 4, turn: g.Neg), // rotary positions
            (g, x, mask) => AttentionGraph.Write(g, Dense(g, x, 1), Dense(g, x, 2), Dense(g, x, 3), mask, Width, 8), // eight numbers in a head
            (g, x, mask) => { var v = Dense(g, x, 3); return g.Add(AttentionGraph.Write(g, Dense(g, x, 1), Dense(g, x, 2), v, mask, Width, 4, turn: q => { g.Output("queries", q, OnnxType.Float, "batch", 4, "length", 16); return q; }), v); },
        }, body => Assert.Contains(Quantizer.Quantize(Network(body), ByRows).Nodes, n => n.OpType == "Softmax"));
        Assert.Contains(Quantizer.Quantize(Network((g, x, mask) => AttentionGraph.Write(g, Dense(g, x, 1), Dense(g, x, 2), Dense(g, x, 3), mask, Width, 4)), new() { WeightBits = 8 }).Nodes, n => n.OpType == "Softmax");
    }

    [Fact]
    public void A_sum_becomes_one_with_the_norm_that_alone_reads_it()
    {
        var model = Quantizer.Quantize(Network((g, x, _) => Norm(g, g.Add(Dense(g, x, 1), x))), ByRows);
        Assert.Equal([ExactRowProduct.Operator, SumAndNorm.Operator, "Identity"], model.Nodes.Select(n => n.OpType));
        Assert.Equal([model.Nodes[0].Outputs[0], "x", "scale", "offset"], model.Nodes[1].Inputs.Take(4));
        Assert.Equal([1e-12f], model.Initializers.Single(t => t.Name == model.Nodes[1].Inputs[4]).ToArray<float>());
        Assert.Contains(Quantizer.Quantize(Network((g, x, _) => { var sum = g.Add(Dense(g, x, 1), x); return g.Add(Norm(g, sum), sum); }), ByRows).Nodes, n => n.OpType == "LayerNormalization"); // pre-norm
        Assert.Contains(Quantizer.Quantize(Network((g, x, _) => Norm(g, g.Add(g.Tanh(Dense(g, x, 1)), g.Constant("shift", new float[Width], Width)))), ByRows).Nodes, n => n.OpType == "LayerNormalization");
    }

    [Fact]
    public void Four_rows_of_sixty_four_columns_lie_together()
    {
        // weight (k, n) is k for column 0, −k for column 65, else 0
        var weights = new sbyte[16 * 80];
        for (var k = 0; k < 16; k++) (weights[k * 80], weights[(k * 80) + 65]) = ((sbyte)k, (sbyte)-k);
        var (panels, sums) = ExactRowProduct.Pack(weights, 16, 80);
        Assert.Equal(2 * 16 * 64, panels.Length); // the second panel is filled up
        Assert.Equal([0, 1, 2, 3, 0, 0], panels[..6]); // column 0, then column 1, of rows 0 to 3
        Assert.Equal([4, 5, 6, 7], panels[256..260]); // column 0 of rows 4 to 7
        Assert.Equal([0, -1, -2, -3], panels[(16 * 64 + 4)..(16 * 64 + 8)]); // column 65 is the second of the second panel
        Assert.Equal((120, -120, 0), (sums[0], sums[65], sums[5]));
        Assert.Throws<ArgumentException>(() => ExactRowProduct.Pack(weights, 16, 8));
    }

    private static OnnxModel Network(Func<GraphBuilder, OnnxValue, OnnxValue, OnnxValue> body)
    {
        var g = new GraphBuilder();
        OnnxValue x = g.Input("x", OnnxType.Float, "batch", "length", Width), mask = g.Input("mask", OnnxType.Float, "batch", 1, 1, "length");
        g.Output("y", body(g, x, mask), OnnxType.Float, "batch", "length", Width);
        return g.Build();
    }

    private static OnnxValue Norm(GraphBuilder g, OnnxValue x) => g.LayerNormalization(x, g.Constant("scale", new float[Width], Width), g.Constant("offset", new float[Width], Width), 1e-12f);

    private static OnnxValue Dense(GraphBuilder g, OnnxValue x, int seed) =>
        g.Add(g.MatMul(x, g.Constant($"weight{seed}", [.. Enumerable.Range(0, Width * Width).Select(i => MathF.Sin(i * seed))], Width, Width)), g.Constant($"bias{seed}", new float[Width], Width));
}
