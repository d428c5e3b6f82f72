using System.Reflection;
using System.Runtime.InteropServices;
using FineGrain.Core;
using FineGrain.Inference.Kernels;
using FineGrain.Inference.Quantizing;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Tests.Kernels;

/// <summary>The operator inside ONNX Runtime.</summary>
public sealed class RowOperatorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_places_of_the_functions_are_those_of_the_package()
    {
        var table = typeof(InferenceSession).Assembly.GetType("Microsoft.ML.OnnxRuntime.OrtApi")!;
        var fields = table.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).ToDictionary(f => f.Name, f => (int)Marshal.OffsetOf(table, f.Name) / nint.Size);
        var known = Enum.GetValues<OnnxApi.Place>().Where(p => fields.ContainsKey($"{p}")).ToList();
        Assert.All(known, p => Assert.Equal(fields[$"{p}"], (int)p));
        Assert.True(known.Count >= 12, $"the package names only {known.Count} of them: {string.Join(", ", known)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_answers_as_the_floats_do(int threads)
    {
        float[] x = [.. Enumerable.Range(0, 2 * 3 * 64).Select(i => MathF.Sin(i * i))];
        var exact = Run(Network(), x, [2, 3, 64], 1);
        var bytes = Run(Quantizer.Quantize(Network(), new() { WeightBits = 7, Rows = true }), x, [2, 3, 64], threads);
        Assert.Equal(2 * 3 * 40, bytes.Length);
        Assert.Contains(exact.Zip(bytes), p => p.First != p.Second);
        Assert.All(exact.Zip(bytes), p => Assert.Equal(p.First, p.Second, 0.03f * exact.Max()));
        Assert.Equal(bytes[..40], Run(Quantizer.Quantize(Network(), new() { WeightBits = 7, Rows = true }), x[..64], [1, 64], threads));
        Assert.Empty(Run(Quantizer.Quantize(Network(), new() { WeightBits = 7, Rows = true }), [], [0, 64], threads));
    }

    [Fact]
    public void An_input_that_does_not_fit_is_an_error_with_its_shape()
    {
        var e = Assert.Throws<OnnxRuntimeException>(() => Run(Quantizer.Quantize(Network(), new() { WeightBits = 7, Rows = true }), new float[48], [1, 48], 1));
        Assert.Contains("RowQuantizedMatMul: an input of [1, 48] and panels of [5, 16, 32] do not fit", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_folder_answers_the_same_alone_and_in_company()
    {
        var source = TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "neutral", "positive"), width: 160);
        Assert.Equal("rows", ModelQuantization.Write(source, folder["rows"], new() { Rows = true }).Precision.Activations);
        Assert.Equal("dynamic", ModelQuantization.Write(source, folder["portable"], new() { Rows = false }).Precision.Activations);
        using var predictor = Predictor.Open(folder["rows"]);
        List<Example> texts = [.. Enumerable.Range(0, 30).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', TinyModel.Words.Skip(i % 5).Take(3)) })];
        foreach (var (text, prediction) in texts.Zip(predictor.Predict(texts)))
            Assert.Equal(prediction.Probabilities["positive"], predictor.Predict(text.Text).Probabilities["positive"], 1e-6);
    }

    private static OnnxModel Network()
    {
        var g = new GraphBuilder();
        var weight = g.Constant("dense", [.. Enumerable.Range(0, 64 * 40).Select(i => MathF.Cos(i * i * 0.3f) + 0.3f)], 64, 40);
        g.Output("y", g.Add(g.MatMul(g.Input("x", OnnxType.Float, "batch", "length", 64), weight), g.Constant("bias", [.. Enumerable.Range(0, 40).Select(i => i / 4f)], 40)), OnnxType.Float, "batch", "length", 40);
        return g.Build();
    }

    private static float[] Run(OnnxModel network, float[] x, long[] shape, int threads)
    {
        // a graph that takes tensors of any rank
        foreach (var value in network.Proto.Graph.Inputs.Concat(network.Proto.Graph.Outputs)) value.Type.Tensor!.Shape = null;
        using var settings = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        OwnOperators.Register(settings);
        using var session = new InferenceSession(TrialNetwork.Bytes(network), settings);
        using var input = OrtValue.CreateTensorValueFromMemory(x, shape);
        using var options = new RunOptions();
        using var results = session.Run(options, ["x"], [input], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
