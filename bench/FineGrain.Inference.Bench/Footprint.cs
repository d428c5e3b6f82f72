using System.Diagnostics;
using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Inference.Bench;

/// <summary>What one predictor costs: time to open, and resident memory after one answer and after a stream, which runs on a second session.</summary>
internal static class Footprint
{
    private const int Stream = 512;

    public static void Print(string folder)
    {
        var before = Memory.Resident();
        var watch = Stopwatch.StartNew();
        using var predictor = Predictor.Open(folder, new() { Threads = 2 });
        var opened = watch.Elapsed.TotalMilliseconds;
        predictor.Predict("good film");
        var one = Memory.Resident();
        watch.Restart();
        foreach (var _ in predictor.Predict(Enumerable.Range(0, Stream).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', Enumerable.Repeat("good film", 1 + (i % 16))) }))) { }
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{opened:F0} ms to open, {(one - before) / 1e6:F1} MB after one answer; {watch.Elapsed.TotalMilliseconds:F0} ms for a first stream of {Stream}, {(Memory.Resident() - before) / 1e6:F1} MB after it; {self.PeakWorkingSet64 / 1e6:F1} MB at the peak of the process"));
    }
}
