using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Onnx.Tests;

/// <summary>Products by rows: the form of their constants, and what becomes of the graph around them.</summary>
public sealed class RowProductTests
{
    private static readonly QuantizationOptions ByRows = new() { WeightBits = 7, Rows = true, Tables = false };

    [Fact]
    public void Four_rows_of_eight_columns_lie_together()
    {
        // weight (k, n) is k for column 0, −k for column 9, else 0
        var weights = new sbyte[16 * 16];
        for (var k = 0; k < 16; k++) (weights[k * 16], weights[(k * 16) + 9]) = ((sbyte)k, (sbyte)-k);
        var (panels, sums) = RowProduct.Pack(weights, 16, 16);
        Assert.Equal([64, 65, 66, 67, 64, 64], panels[..6]); // column 0, then column 1, of rows 0 to 3
        Assert.Equal([68, 69, 70, 71], panels[32..36]); // column 0 of rows 4 to 7
        Assert.Equal([64, 63, 62, 61], panels[(16 * 8 + 4)..(16 * 8 + 8)]); // column 9 is the second of the second panel
        Assert.Equal((120, -120, 0), (sums[0], sums[9], sums[5]));
        Assert.Throws<ArgumentException>(() => RowProduct.Pack(weights, 8, 32));
    }

    [Fact]
    public void A_product_takes_the_sum_behind_it_along()
    {
        var model = Quantizer.Quantize(Network((g, x) => g.Tanh(Dense(g, x))), ByRows);
        Assert.Equal([RowProduct.Operator, "Tanh", "Identity"], model.Nodes.Select(n => n.OpType));
        Assert.Equal((RowProduct.Domain, "bias"), (model.Nodes[0].Domain, model.Nodes[0].Inputs[4]));
        Assert.Contains(model.Proto.OpsetImports, o => o.Domain == RowProduct.Domain);
    }

    [Fact]
    public void A_product_takes_the_gelu_behind_it_along()
    {
        var model = Quantizer.Quantize(Network((g, x) => g.Gelu(Dense(g, x))), ByRows);
        Assert.Equal([RowProduct.GeluOperator, "Identity"], model.Nodes.Select(n => n.OpType));
        Assert.Equal(("bias", model.Nodes[1].Inputs[0]), (model.Nodes[0].Inputs[4], model.Nodes[0].Outputs[0]));
        Assert.Single(Quantizer.Quantize(Network((g, x) => g.Gelu(g.MatMul(x, Weight(g, "dense")))), ByRows).Nodes, n => n.OpType == RowProduct.GeluOperator);
    }

    [Fact]
    public void What_only_looks_like_a_gelu_stays()
    {
        Func<GraphBuilder, OnnxValue, OnnxValue>[] others =
        [
            (g, x) => g.GeluTanh(x),
            (g, x) => g.Add(g.Gelu(x), x), // read a third time
            (g, x) => g.Mul(g.Mul(x, g.Add(g.Erf(g.Div(x, g.Scalar(2))), g.Scalar(1))), 0.5f), // another width
            (g, x) => g.Mul(g.Mul(x, g.Add(g.Erf(g.Div(x, g.Scalar(MathF.Sqrt(2)))), g.Scalar(1))), 0.4f), // another height
            (g, x) => g.Mul(g.Mul(g.Erf(x), g.Add(g.Erf(g.Div(x, g.Scalar(MathF.Sqrt(2)))), g.Scalar(1))), 0.5f), // another factor
        ];
        Assert.All(others, other => Assert.Contains(Quantizer.Quantize(Network((g, x) => other(g, Dense(g, x))), ByRows).Nodes, n => n.OpType == RowProduct.Operator));
    }

    [Fact]
    public void A_sum_that_is_not_only_the_products_stays()
    {
        // the product is read twice; the other product is added to no constant
        var model = Quantizer.Quantize(Network((g, x) =>
        {
            var product = g.MatMul(x, Weight(g, "dense"));
            return g.Add(g.Add(product, Bias(g)), product);
        }), ByRows);
        Assert.Equal("zeros", Assert.Single(model.Nodes, n => n.OpType == RowProduct.Operator).Inputs[4]);
        Assert.Contains(model.Nodes, n => n.OpType == "Add" && n.Inputs.Contains("bias"));
        Assert.Single(Quantizer.Quantize(Network((g, x) => g.Add(g.MatMul(x, Weight(g, "dense")), x)), ByRows).Nodes, n => n.OpType == "Add");
    }

    [Fact]
    public void Odd_sides_and_measured_ranges_keep_the_operators_of_the_standard()
    {
        Assert.Contains(Quantizer.Quantize(QuantizableGraphs.Product(), ByRows).Nodes, n => n.OpType == "MatMulInteger"); // 54 × 54
        var source = Network(Dense);
        var input = Assert.Single(Quantizer.Layers(source), l => l.Operator == "MatMul").Input;
        Assert.Contains(Quantizer.Quantize(source, ByRows with { Ranges = new Dictionary<string, ActivationRange> { [input] = new(-1, 1) } }).Nodes, n => n.OpType == "MatMulInteger");
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantizer.Quantize(source, ByRows with { WeightBits = 4 }));
        Assert.Throws<Core.InputException>(() => Quantizer.Quantize(Quantizer.Quantize(source, ByRows), ByRows));
    }

    private static OnnxModel Network(Func<GraphBuilder, OnnxValue, OnnxValue> body)
    {
        var g = new GraphBuilder();
        g.Output("y", body(g, g.Input("x", OnnxType.Float, "rows", 64)), OnnxType.Float, "rows", 64);
        return g.Build();
    }

    private static OnnxValue Dense(GraphBuilder g, OnnxValue x) => g.Add(g.MatMul(x, Weight(g, "dense")), Bias(g));

    private static OnnxValue Weight(GraphBuilder g, string name) => g.Constant(name, [.. Enumerable.Range(0, 64 * 64).Select(i => MathF.Sin(i))], 64, 64);

    private static OnnxValue Bias(GraphBuilder g) => g.Constant("bias", [.. Enumerable.Range(0, 64).Select(i => i / 64f)], 64);
}
