using System.Globalization;
using FineGrain.Inference.Kernels;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Bench.Kernels;

/// <summary>One layer y = x W + b from floats to floats, on one thread: ONNX Runtime in floats and in bytes against our own operators, in turns, in processor time.</summary>
internal static class KernelTrial
{
    private const int Repeats = 3;

    public static void Print(int rows, int depth, int width, int rounds)
    {
        var random = new Random(1);
        float[] Values(int count, double spread) => [.. Enumerable.Range(0, count).Select(_ => (float)(spread * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)))];
        float[] x = Values(rows * depth, 2), weights = Values(depth * width, 0.05), bias = Values(width, 0.1), exact = new float[rows * width], y = new float[rows * width];
        var floats = Network(weights, bias, depth, width);
        var bytes = Quantizer.Quantize(floats, new() { WeightBits = Processor.HoldsEightBits ? 8 : 7 });
        using InferenceSession floatSession = Open(floats), byteSession = Open(bytes), rowSession = Open(Quantizer.Quantize(floats, new() { WeightBits = RowProduct.Bits, Rows = true })), exactSession = Open(Quantizer.Quantize(floats, new() { WeightBits = ExactRowProduct.Bits, Rows = true }));
        List<(string Name, Action Run)> ways =
        [
            ("ONNX Runtime, floats", () => Run(floatSession, x, rows, depth, y)),
            ("ONNX Runtime, bytes", () => Run(byteSession, x, rows, depth, y)),
            ("our operator, 7 bits by rows", () => Run(rowSession, x, rows, depth, y)),
            ("our operator, 8 bits by rows", () => Run(exactSession, x, rows, depth, y)),
        ];
        var milliseconds = ways.Select(_ => new List<double>()).ToList();
        var errors = new double[ways.Count];
        for (var round = 0; round <= rounds; round++)
            for (var w = 0; w < ways.Count; w++)
            {
                var before = Environment.CpuUsage.TotalTime;
                for (var i = 0; i < Repeats; i++) ways[w].Run();
                if (round > 0) milliseconds[w].Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Repeats);
                else if (w == 0) y.CopyTo(exact, 0);
                else errors[w] = Math.Sqrt(exact.Zip(y, (a, b) => (double)(a - b) * (a - b)).Sum() / exact.Sum(a => (double)a * a));
            }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{rows} × {depth}] · [{depth} × {width}], one thread, {Processor.Instructions}, {rounds} rounds; min / median / max"));
        for (var w = 0; w < ways.Count; w++)
        {
            var spread = Spread.Of(milliseconds[w]);
            var ratio = Spread.Of([.. milliseconds[1].Zip(milliseconds[w], (theirs, ours) => theirs / ours)]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {ways[w].Name,-30} {spread} ms, {2e-6 * rows * depth * width / spread.Median,6:F1} GOP/s, off by {100 * errors[w]:F2} %, over ONNX Runtime's bytes {ratio}"));
        }
    }

    private static OnnxModel Network(float[] weights, float[] bias, int depth, int width)
    {
        var graph = new GraphBuilder();
        var input = graph.Input("x", OnnxType.Float, "rows", depth);
        graph.Output("y", graph.Add(graph.MatMul(input, graph.Constant("weight", weights, depth, width)), graph.Constant("bias", bias, width)), OnnxType.Float, "rows", width);
        return graph.Build();
    }

    private static InferenceSession Open(OnnxModel network)
    {
        using var stream = new MemoryStream();
        network.Save(stream);
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        OwnOperators.Register(settings);
        return new(stream.ToArray(), settings);
    }

    private static void Run(InferenceSession session, float[] x, int rows, int depth, float[] y)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(x, [rows, depth]);
        using var output = OrtValue.CreateTensorValueFromMemory(y, [rows, y.Length / rows]);
        using var options = new RunOptions();
        session.Run(options, ["x"], [input], ["y"], [output]);
    }
}
