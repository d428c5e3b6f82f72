using System.Globalization;
using System.Text.Json;
using FineGrain.Inference.Kernels;
using FineGrain.Onnx.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Bench;

/// <summary>Where the time of a network goes: ONNX Runtime's own profile, by operator.</summary>
internal static class Profile
{
    private const int Runs = 20;

    private static readonly string[] Products = ["MatMul", "FusedMatMul", "Gemm", "MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul", RowProduct.Operator, RowProduct.GeluOperator, ExactRowProduct.Operator, ExactRowProduct.GeluOperator, "MatMulNBits", "QAttention", "Attention", "MultiHeadAttention", "Conv", "DynamicQuantizeLSTM", "LSTM", "GRU"];

    public static void Print(string file, int rows, int length, int threads)
    {
        var prefix = Path.Combine(Path.GetTempPath(), $"finegrain-profile-{Environment.ProcessId}");
        using var settings = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, EnableProfiling = true, ProfileOutputPathPrefix = prefix, EnableMemoryPattern = false };
        OwnOperators.Register(settings);
        string written;
        double milliseconds, processor;
        using (var session = new InferenceSession(file, settings))
        {
            var random = new Random(1);
            long[] ids = [.. Enumerable.Range(0, rows * length).Select(_ => (long)random.Next(5, 5000))], mask = [.. Enumerable.Repeat(1L, rows * length)];
            var inputs = session.InputNames.Select(name => OrtValue.CreateTensorValueFromMemory(name == "input_ids" ? ids : name == "attention_mask" ? mask : new long[ids.Length], [rows, length])).ToList();
            using var run = new RunOptions();
            var watch = new System.Diagnostics.Stopwatch();
            var began = TimeSpan.Zero;
            for (var i = 0; i <= Runs; i++)
            {
                if (i == 1) // the first run warms up
                {
                    began = Environment.CpuUsage.TotalTime;
                    watch.Start();
                }
                session.Run(run, session.InputNames, inputs, session.OutputNames).Dispose();
            }
            milliseconds = watch.Elapsed.TotalMilliseconds / Runs;
            processor = (Environment.CpuUsage.TotalTime - began).TotalMilliseconds / Runs;
            foreach (var input in inputs) input.Dispose();
            written = session.EndProfiling();
        }
        using var events = JsonDocument.Parse(File.ReadAllBytes(written));
        File.Delete(written);
        var times = new Dictionary<string, (double Sum, int Count)>(StringComparer.Ordinal);
        foreach (var e in events.RootElement.EnumerateArray())
        {
            if (!e.TryGetProperty("args", out var args) || !args.TryGetProperty("op_name", out var op) || !e.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal)) continue;
            var name = op.GetString()!;
            // products of a table of weights and those inside attention are told apart by nothing but their name here; both are big at batch 32
            var (sum, count) = times.GetValueOrDefault(name);
            times[name] = (sum + (e.GetProperty("dur").GetDouble() / 1000), count + 1);
        }
        var total = times.Values.Sum(t => t.Sum);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}, batch {rows} × {length}, {threads} threads: {milliseconds:F1} ms a run ({processor:F1} ms of processor time), {100 * times.Where(t => Products.Contains(t.Key)).Sum(t => t.Value.Sum) / total:F1} % in products"));
        foreach (var (name, (sum, count)) in times.OrderByDescending(t => t.Value.Sum).Take(14))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-28} {sum / (Runs + 1),8:F2} ms {100 * sum / total,5:F1} %  {count / (Runs + 1)} nodes"));
    }
}
