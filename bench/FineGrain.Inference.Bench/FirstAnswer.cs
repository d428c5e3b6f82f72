using System.Diagnostics;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Bench;

/// <summary>What a cold process pays for its first answer; the whole, with the runtime's own start, is measured from outside by cold-start.sh.</summary>
internal static class FirstAnswer
{
    /// <summary>As a user pays it: the parts of opening overlap.</summary>
    public static void Print(string folder, string text)
    {
        var started = Environment.TickCount64;
        using var predictor = Predictor.Open(folder, new() { Spinning = false });
        var opened = Environment.TickCount64;
        var prediction = predictor.Predict(text);
        Console.WriteLine($"{string.Join(", ", prediction.Labels)}: open {opened - started} ms, first answer {Environment.TickCount64 - opened} ms");
    }

    /// <summary>Part by part, one behind the other, in processor time, which a busy machine does not distort.</summary>
    public static void PrintParts(string path, string text)
    {
        var process = Process.GetCurrentProcess();
        var last = TimeSpan.Zero;
        Mark("runtime start");
        var folder = ModelFolder.Open(path);
        Mark("manifest");
        folder.Verify();
        Mark("hashes");
        using var settings = new SessionOptions { IntraOpNumThreads = 1 };
        Mark("ONNX Runtime library");
        using var session = new InferenceSession(folder.PathOf(ModelFolder.OnnxFile), settings);
        Mark("network");
        var tokenizer = Tokenizer.Load(path);
        Mark("tokenizer");
        new ExampleEncoder(tokenizer, folder.Manifest.Encoding).Encode(text);
        Mark("first encoding");
        using var predictor = Predictor.Open(path, new() { Threads = 1 });
        Mark("all of it again, with a self-test");
        predictor.Predict(text);
        Mark("first answer");

        void Mark(string part)
        {
            process.Refresh();
            var now = process.TotalProcessorTime;
            Console.WriteLine(FormattableString.Invariant($"{part,-36} {(now - last).TotalMilliseconds,6:F1} ms"));
            last = now;
        }
    }
}
