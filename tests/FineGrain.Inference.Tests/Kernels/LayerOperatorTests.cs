using FineGrain.Inference.Kernels;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Quantization;
using FineGrain.Onnx.Tests;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Tests.Kernels;

/// <summary>Attention, and sum with norm, against their definitions in double precision, and inside ONNX Runtime against the operators that they stand for.</summary>
public sealed unsafe class LayerOperatorTests
{
    private const int Width = 64;

    [Theory]
    [InlineData(1, 1, 16)]
    [InlineData(3, 7, 16)]
    [InlineData(32, 32, 32)]
    [InlineData(1, 19, 64)] // the first token alone asks
    [InlineData(130, 130, 48)]
    public void Attention_is_its_formula(int asking, int length, int depth)
    {
        const int Heads = 3;
        var stride = Heads * depth;
        float[] q = Values(asking * stride, 4, 1), k = Values(length * stride, 4, 2), v = Values(length * stride, 2, 3), y = new float[asking * stride];
        float[] mask = [.. Enumerable.Range(0, length).Select(t => t > 0 && t % 5 == 0 ? -1e9f : 0)];
        fixed (float* a = q, b = k, c = v, d = mask, e = y)
            for (var h = 0; h < Heads; h++) AttentionHead.Run(a + (h * depth), b + (h * depth), c + (h * depth), d, asking, length, depth, stride, e + (h * depth));
        for (var h = 0; h < Heads; h++)
            for (var r = 0; r < asking; r++)
            {
                double[] scores = [.. Enumerable.Range(0, length).Select(t => (Enumerable.Range(h * depth, depth).Sum(i => (double)q[(r * stride) + i] * k[(t * stride) + i]) / Math.Sqrt(depth)) + mask[t])];
                var most = scores.Max();
                double[] weights = [.. scores.Select(s => Math.Exp(s - most))];
                for (var i = h * depth; i < (h + 1) * depth; i++)
                    Assert.Equal(Enumerable.Range(0, length).Sum(t => weights[t] * v[(t * stride) + i]) / weights.Sum(), y[(r * stride) + i], 2e-5);
            }
    }

    [Fact]
    public void A_text_without_a_single_token_gives_numbers()
    {
        float[] x = Values(2 * 16, 1, 4), y = new float[2 * 16], mask = [-1e9f, -1e9f];
        fixed (float* a = x, m = mask, e = y) AttentionHead.Run(a, a, a, m, 2, 2, 16, 16, e);
        Assert.All(y, v => Assert.True(float.IsFinite(v)));
        Array.Fill(x, float.NaN, 0, 16);
        fixed (float* a = x, m = mask, e = y) AttentionHead.Run(a, a, a, m, 2, 2, 16, 16, e);
        Assert.All(y[..16], v => Assert.True(float.IsNaN(v))); // and what is no number is not hidden
    }

    [Fact]
    public void A_norm_of_a_sum_is_its_formula()
    {
        const int Width = 40;
        float[] a = Values(Width, 3, 5), b = Values(Width, 30, 6), scale = Values(Width, 1, 7), bias = Values(Width, 1, 8), y = new float[Width];
        fixed (float* p = a, q = b, s = scale, t = bias, e = y) NormOperator.Row(p, q, s, t, 1e-5f, Width, e);
        double[] sum = [.. a.Zip(b, (first, second) => (double)first + second)];
        double mean = sum.Average(), deviation = Math.Sqrt(sum.Average(x => (x - mean) * (x - mean)) + 1e-5);
        for (var i = 0; i < Width; i++) Assert.Equal((scale[i] * (sum[i] - mean) / deviation) + bias[i], y[i], 2e-5);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 8)]
    [InlineData(2, 7)]
    public void A_layer_answers_as_in_floats(int threads, int bits)
    {
        float[] x = Values(3 * 11 * Width, 2, 9), mask = [.. Enumerable.Range(0, 33).Select(i => i is > 5 and < 11 ? -1e9f : 0)];
        var rows = Quantizer.Quantize(Layer(), new() { WeightBits = bits, Rows = true });
        Assert.Equal([AttentionChain.Operator, SumAndNorm.Operator], rows.Nodes.Select(n => n.OpType).Where(o => o is AttentionChain.Operator or SumAndNorm.Operator));
        Assert.DoesNotContain(rows.Nodes, n => n.OpType is "Softmax" or "Transpose" or "MatMul" or "LayerNormalization");
        var floats = Run(Layer(), x, mask, 3, 1);
        Assert.All(floats.Zip(Run(rows, x, mask, 3, threads)), p => Assert.Equal(p.First, p.Second, bits == 8 ? 0.05f : 0.1f));
        // every text alone as in company, to the bit
        Assert.Equal(Run(rows, x, mask, 3, threads)[..(11 * Width)], Run(rows, x[..(11 * Width)], mask[..11], 1, threads));
    }

    [Fact]
    public void No_text_gives_nothing_and_texts_without_tokens_are_an_error()
    {
        var rows = Quantizer.Quantize(Layer(), new() { WeightBits = 8, Rows = true });
        Assert.Empty(Run(rows, [], [], 0, 1));
        var e = Assert.Throws<OnnxRuntimeException>(() => Run(rows, [], [], 2, 1, length: 0));
        Assert.Contains("4 heads of [2, 0, 64] over [2, 0, 64] with a mask of [2, 1, 1, 0] do not fit", e.Message, StringComparison.Ordinal);
    }

    private static OnnxModel Layer()
    {
        var g = new GraphBuilder();
        OnnxValue x = g.Input("x", OnnxType.Float, "batch", "length", Width), mask = g.Input("mask", OnnxType.Float, "batch", 1, 1, "length");
        var mixed = AttentionGraph.Write(g, Dense(g, x, 1), Dense(g, x, 2), Dense(g, x, 3), mask, Width, 4);
        g.Output("y", g.LayerNormalization(g.Add(Dense(g, mixed, 4), x), g.Constant("scale", Values(Width, 1, 10), Width), g.Constant("offset", Values(Width, 1, 11), Width), 1e-12f), OnnxType.Float, "batch", "length", Width);
        return g.Build();
    }

    private static OnnxValue Dense(GraphBuilder g, OnnxValue x, int seed) =>
        g.Add(g.MatMul(x, g.Constant($"weight{seed}", Values(Width * Width, 0.3f, seed), Width, Width)), g.Constant($"bias{seed}", Values(Width, 1, seed + 20), Width));

    private static float[] Run(OnnxModel network, float[] x, float[] mask, int texts, int threads, int length = 11)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        OwnOperators.Register(settings);
        using var stream = new MemoryStream();
        network.Save(stream);
        using var session = new InferenceSession(stream.ToArray(), settings);
        using var states = OrtValue.CreateTensorValueFromMemory(x, [texts, length, Width]);
        using var masked = OrtValue.CreateTensorValueFromMemory(mask, [texts, 1, 1, length]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["x", "mask"], [states, masked], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static float[] Values(int count, float spread, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => spread * (float)((2 * random.NextDouble()) - 1))];
    }
}
