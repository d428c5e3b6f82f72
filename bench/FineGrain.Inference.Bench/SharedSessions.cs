using System.Diagnostics;
using System.Globalization;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Bench;

/// <summary>What a second session on the same network costs in memory and in time to open, with weights of its own and with shared ones. Each way must run in a process of its own.</summary>
internal static class SharedSessions
{
    public static void Print(string file, string way)
    {
        var before = Resident();
        var watch = Stopwatch.StartNew();
        using var packed = new PrePackedWeightsContainer();
        var shared = way == "own" ? [] : Weights(file, tablesOnly: way == "tables");
        using var first = Open();
        var (one, opened) = (Resident() - before, watch.Elapsed.TotalMilliseconds);
        using var second = Open();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(file)}, {way}: {shared.Count} shared; one session {one / 1e6:F1} MB, {opened:F0} ms to open; two {(Resident() - before) / 1e6:F1} MB, {watch.Elapsed.TotalMilliseconds:F0} ms"));
        GC.KeepAlive(shared);

        InferenceSession Open()
        {
            using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, EnableMemoryPattern = false };
            foreach (var (name, value) in shared) settings.AddInitializer(name, value);
            return way == "own" ? new(file, settings) : new(file, settings, packed);
        }
    }

    private static Dictionary<string, OrtValue> Weights(string file, bool tablesOnly)
    {
        var model = OnnxModel.Load(file);
        var result = new Dictionary<string, OrtValue>(StringComparer.Ordinal);
        foreach (var tensor in model.Initializers.Where(t => t.Count >= 16_384 && (!tablesOnly || t.Dims[0] > 4096)))
        {
            long[] dims = [.. tensor.Dims];
            if (tensor.Type == OnnxType.Float) result[tensor.Name] = OrtValue.CreateTensorValueFromMemory(tensor.ToArray<float>(), dims);
            else if (tensor.Type == OnnxType.Int8) result[tensor.Name] = OrtValue.CreateTensorValueFromMemory(tensor.ToArray<sbyte>(), dims);
        }
        return result;
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
