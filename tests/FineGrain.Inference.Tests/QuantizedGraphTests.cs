using FineGrain.Core;
using FineGrain.Inference.Quantizing;
using FineGrain.Inference.Sessions;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Quantization;
using FineGrain.Onnx.Tests;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Tests;

/// <summary>A quantized graph computes what the graph in floats computes, within the rounding of its weights.</summary>
public sealed class QuantizedGraphTests
{
    private static readonly Batch Batch = new()
    {
        Rows = 3,
        Length = 7,
        InputIds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0, 0, 5, 5, 1, 0, 0, 0, 0],
        AttentionMask = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0],
        TokenTypeIds = new long[21],
        Indices = [0, 1, 2],
        Tokens = 13,
    };

    [Theory]
    [InlineData("Gather", 7)]
    [InlineData("Slice", 7)]
    [InlineData("MatMul", 8)]
    [InlineData("MatMul", 7)]
    [InlineData("Gemm", 7)]
    [InlineData("Conv", 7)]
    [InlineData("Lstm", 7)]
    public void It_answers_as_the_floats_do(string kind, int bits)
    {
        Assert.SkipUnless(bits == 7 || Processor.HoldsEightBits, "sums of 8-bit products overflow on this processor");
        var source = QuantizableGraphs.Of(kind);
        var quantized = Quantizer.Quantize(source, new() { WeightBits = bits });
        Assert.True(TrialNetwork.Bytes(quantized).Length < TrialNetwork.Bytes(source).Length * 0.45, "the weights are stored in bytes");
        Near(Logits(source), Logits(quantized), 0.04);
    }

    [Fact]
    public void A_static_product_answers_as_the_floats_do()
    {
        var source = QuantizableGraphs.Of("MatMul");
        var input = Quantizer.Layers(source).Single(l => l.Operator == "MatMul").Input;
        using var observed = TrialNetwork.Session(Observation.Of(source, [input]));
        var extremes = observed.Run(Batch, [Observation.Low(input), Observation.High(input)]);
        Assert.True(extremes[0][0] < 0 && extremes[1][0] > 0);
        var quantized = Quantizer.Quantize(source, new() { WeightBits = 7, Ranges = new Dictionary<string, ActivationRange> { [input] = new(extremes[0][0], extremes[1][0]) } });
        Near(Logits(source), Logits(quantized), 0.04);
    }

    [Fact]
    public void Blocks_of_four_bits_answer_nearly_as_the_floats_do()
    {
        // a product of 64 rows: two blocks of 32
        var g = new GraphBuilder();
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var x = g.Gather(g.Constant("table", [.. Enumerable.Range(0, 16 * 64).Select(i => MathF.Sin(i * i))], 16, 64), ids);
        x = g.MatMul(x, g.Constant("dense", [.. Enumerable.Range(0, 64 * 40).Select(i => MathF.Cos(i * i * 0.3f) + 0.3f)], 64, 40));
        g.Output("logits", g.ReduceMean(g.Slice(x, 2, 0, 3), [1]), OnnxType.Float, "batch", 3);
        var source = g.Build();
        var quantized = Quantizer.Quantize(source, new() { WeightBits = 4 });
        Assert.Contains(quantized.Nodes, n => n is { OpType: "MatMulNBits", Domain: "com.microsoft" });
        Near(Logits(source), Logits(quantized), 0.15);
    }

    [Fact]
    public void Seven_bits_are_exact_where_eight_may_overflow()
    {
        // The worst case: every activation 255 and every weight the largest. Eight bits saturate without VNNI; seven must be right on every processor.
        var g = new GraphBuilder();
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var x = g.Add(g.Mul(g.Unsqueeze(g.Cast(ids, OnnxType.Float), -1), 0f), g.Constant("ones", Enumerable.Repeat(1f, 64).ToArray(), 64)); // (B, T, 64) of 1
        g.Output("logits", g.ReduceMean(g.Slice(g.MatMul(x, g.Constant("dense", Enumerable.Repeat(0.5f, 64 * 64).ToArray(), 64, 64)), 2, 0, 3), [1]), OnnxType.Float, "batch", 3);
        Assert.All(Logits(Quantizer.Quantize(g.Build(), new() { WeightBits = 7 })), logit => Assert.Equal(32f, logit, 0.01f));
    }

    [Fact]
    public void Onnx_runtime_joins_the_plain_operators_to_its_fast_product()
    {
        using var folder = new TemporaryFolder();
        Quantizer.Quantize(QuantizableGraphs.Product(), new() { Tables = false }).Save(folder["int8.onnx"]);
        using var settings = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED, OptimizedModelFilePath = folder["fused.onnx"] };
        new InferenceSession(folder["int8.onnx"], settings).Dispose();
        var operators = OnnxModel.Load(folder["fused.onnx"]).Nodes.Select(n => n.OpType).ToList();
        Assert.Equal(3, operators.Count(o => o == "MatMulIntegerToFloat"));
        Assert.DoesNotContain("MatMulInteger", operators);
    }

    private static float[] Logits(OnnxModel model)
    {
        using var session = new OnnxSession(TrialNetwork.Bytes(model), "test", new() { Threads = 1 });
        return session.Logits(Batch);
    }

    // relative to the largest logit: small ones are differences of large sums
    private static void Near(float[] expected, float[] actual, double share)
    {
        Assert.Contains(expected.Zip(actual), p => p.First != p.Second);
        var largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), p => Assert.True(Math.Abs(p.First - p.Second) <= share * largest, $"{p.Second} instead of {p.First}"));
        Assert.True(expected.Max() - expected.Min() > 3 * share * largest, "the logits differ by more than the tolerance");
    }
}
