using FineGrain.Core;
using FineGrain.Inference.Sessions;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Tests;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Tests;

/// <summary>What GraphBuilder writes is what ONNX Runtime runs.</summary>
public sealed class GraphTests
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

    [Fact]
    public void Every_operator_runs_and_its_optimised_graph_computes_the_same()
    {
        using var folder = new TemporaryFolder();
        SmallGraphs.EveryOperator().Save(folder["every.onnx"]);
        using var plain = OnnxSession.Open(folder["every.onnx"], new() { Optimization = GraphOptimization.None });
        using var optimised = OnnxSession.Open(folder["every.onnx"], new());
        var expected = plain.Logits(Batch);
        Assert.Equal(9, expected.Length);
        Assert.All(expected, x => Assert.True(float.IsFinite(x)));
        Assert.Equal(expected, optimised.Logits(Batch), (x, y) => Math.Abs(x - y) < 1e-5);
        // log-softmax: every row sums to 1
        Assert.All(expected.Chunk(3), row => Assert.Equal(1, row.Sum(x => Math.Exp(x)), 1e-5));
    }

    [Fact]
    public void The_spelled_out_gelu_is_fused_back()
    {
        var g = new GraphBuilder();
        g.Output("y", g.Gelu(g.Input("x", OnnxType.Float, "n", 4)), OnnxType.Float, "n", 4);
        using var folder = new TemporaryFolder();
        g.Save(folder["plain.onnx"]);
        using var settings = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED, OptimizedModelFilePath = folder["fused.onnx"] };
        new InferenceSession(folder["plain.onnx"], settings).Dispose();
        Assert.Equal(["Gelu"], OnnxModel.Load(folder["fused.onnx"]).Nodes.Select(n => n.OpType));
    }

    [Theory]
    [InlineData("sigmoid", 0.7310586)]
    [InlineData("relu", 1)]
    [InlineData("tanh", 0.7615942)]
    [InlineData("gelu", 0.8413447)]
    [InlineData("gelu-tanh", 0.8411920)]
    [InlineData("silu", 0.7310586)]
    public void Activations_of_one_are_the_published_numbers(string activation, double expected)
    {
        var g = new GraphBuilder();
        g.Output("y", g.Activation(activation, g.Input("x", OnnxType.Float, 1)), OnnxType.Float, 1);
        using var stream = new MemoryStream();
        g.Save(stream);
        using var session = new InferenceSession(stream.ToArray());
        using var run = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(new[] { 1f }, [1]);
        using var y = session.Run(run, ["x"], [x], ["y"]);
        Assert.Equal(expected, y[0].GetTensorDataAsSpan<float>()[0], 2e-6);
    }

    [Fact]
    public void A_batch_without_a_single_ngram_reads_the_padding_bucket()
    {
        var g = new GraphBuilder();
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var grams = g.Gather(g.Constant("table", [0f, 0, 5, 7], 2, 2), g.Input("ngram_ids", OnnxType.Int64, "batch", "ngrams")); // (B, G, 2)
        g.Output("logits", g.Add(g.ReduceSum(grams, [1]), g.Mul(g.Cast(g.ReduceSum(ids, [1], keep: true), OnnxType.Float), 0)), OnnxType.Float, "batch", 2);
        using var folder = new TemporaryFolder();
        g.Save(folder["ngrams.onnx"]);
        using var session = OnnxSession.Open(folder["ngrams.onnx"], new());
        Assert.Equal(new float[6], session.Logits(Batch));
        Assert.Equal([5f, 7, 10, 14, 0, 0], session.Logits(Batch with { NgramIds = [1, 0, 1, 1, 0, 0], NgramLength = 2 }));
    }
}
