using FineGrain.Core;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Onnx.Tests;

public sealed class QuantizerTests
{
    [Fact]
    public void Every_kind_of_weight_is_listed_once_and_small_ones_are_not() => Assert.Equal(
        [("table", "Gather"), ("positions", "Slice"), ("dense", "MatMul"), ("gemm", "Gemm"), ("filters", "Conv"), ("gates", "LSTM")],
        Quantizer.Layers(QuantizableGraphs.Every()).Select(l => (l.Name, l.Operator)));

    [Fact]
    public void A_product_becomes_plain_operators_of_the_standard()
    {
        var model = Quantizer.Quantize(QuantizableGraphs.Of("MatMul"), new() { Tables = false });
        var product = model.Nodes.FindIndex(n => n.OpType == "DynamicQuantizeLinear");
        Assert.Equal(["DynamicQuantizeLinear", "MatMulInteger", "Cast", "Mul", "Mul", "Add"], model.Nodes.Skip(product).Take(6).Select(n => n.OpType));
        Assert.All(model.Nodes, n => Assert.Equal("", n.Domain));
    }

    [Fact]
    public void One_input_of_several_products_is_quantized_once()
    {
        var model = Quantizer.Quantize(QuantizableGraphs.Product(), new() { Tables = false });
        Assert.Equal((1, 3), (model.Nodes.Count(n => n.OpType == "DynamicQuantizeLinear"), model.Nodes.Count(n => n.OpType == "MatMulInteger")));
    }

    [Fact]
    public void One_weight_of_several_products_is_stored_once()
    {
        var model = Quantizer.Quantize(QuantizableGraphs.Product(shared: true), new());
        Assert.Single(model.Initializers, t => t.Name == "dense.0/int8");
        Assert.DoesNotContain(model.Initializers, t => t.Name == "dense.0");
    }

    [Fact]
    public void A_kept_layer_stays_as_it_is()
    {
        var model = Quantizer.Quantize(QuantizableGraphs.Product(), new() { Keep = new HashSet<string> { "dense.1", "table" } });
        Assert.Equal(["dense.1", "table"], model.Initializers.Select(t => t.Name).Where(n => n is "dense.0" or "dense.1" or "dense.2" or "table").Order());
        Assert.Equal(2, model.Nodes.Count(n => n.OpType == "MatMulInteger"));
    }

    [Fact]
    public void A_measured_range_makes_a_static_product()
    {
        var source = QuantizableGraphs.Product();
        var input = Quantizer.Layers(source).First(l => l.Name == "dense.0").Input;
        var model = Quantizer.Quantize(source, new() { Ranges = new Dictionary<string, ActivationRange> { [input] = new(-1, 3) } });
        Assert.DoesNotContain(model.Nodes, n => n.OpType == "DynamicQuantizeLinear");
        Assert.Equal(4f / 255, model.Initializers.Single(t => t.Name == $"{input}/scale").ToArray<float>()[0], 1e-7f);
        Assert.Equal(64, model.Initializers.Single(t => t.Name == $"{input}/zero").ToArray<byte>()[0]);
    }

    [Fact]
    public void The_source_is_not_changed()
    {
        var source = QuantizableGraphs.Every();
        var before = Bytes(source);
        Quantizer.Quantize(source, new());
        Assert.Equal(before, Bytes(source));
    }

    [Fact]
    public void A_quantized_graph_is_not_quantized_again()
    {
        var once = Quantizer.Quantize(QuantizableGraphs.Every(), new());
        Assert.Contains("is quantized already", Assert.Throws<InputException>(() => Quantizer.Quantize(once, new())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_numbers_of_bits_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Quantizer.Quantize(QuantizableGraphs.Product(), new() { WeightBits = 5 }));

    private static byte[] Bytes(OnnxModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
