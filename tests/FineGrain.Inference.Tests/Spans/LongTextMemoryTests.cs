using System.Diagnostics.Metrics;

namespace FineGrain.Inference.Tests.Spans;

/// <summary>What a line of 10 MB costs: bytes that this thread allocates, which other tests do not disturb.</summary>
public sealed class LongTextMemoryTests : IDisposable
{
    private const long MB = 1_000_000;
    private static readonly string Line = string.Concat(Enumerable.Repeat(new string('w', 149) + " ", 66_667));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Truncated_no_more_of_it_is_encoded_than_the_network_reads()
    {
        using var predictor = Open(windows: false);
        predictor.Predict(Line[..100_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var answer = predictor.Predict(Line);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 10 * MB);
        Assert.Equal(predictor.Predict(Line[..60_000]).Probabilities, answer.Probabilities); // which is encoded whole
    }

    [Fact]
    public void In_windows_neither_the_way_to_the_network_nor_what_is_kept_grows_with_it()
    {
        using var predictor = Open(windows: true);
        predictor.Predict(Line[..100_000]);
        var (last, longest, calls, live, thread) = (0L, 0L, 0, 0L, Environment.CurrentManagedThreadId);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && instrument.Name == "finegrain.inference.examples") l.EnableMeasurementEvents(instrument);
        };
        // Called after each run of the network, on the thread that ran it.
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            if (Environment.CurrentManagedThreadId != thread) return;
            longest = Math.Max(longest, GC.GetAllocatedBytesForCurrentThread() - last);
            if (++calls % 8 == 4) live = Math.Max(live, GC.GetTotalMemory(forceFullCollection: true));
            last = GC.GetAllocatedBytesForCurrentThread();
        });
        listener.Start();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        last = GC.GetAllocatedBytesForCurrentThread();
        predictor.Predict(Line);
        Assert.True(calls > 15);
        Assert.InRange(longest, 1, 100 * MB); // some blocks of 65,536 characters; all of it would be half a gigabyte
        Assert.InRange(live - before, long.MinValue, 60 * MB);
    }

    private Predictor Open(bool windows)
    {
        var manifest = TinyModel.Manifest("label", "negative", "positive");
        TinyModel.Write(folder["model"], manifest with { Encoding = manifest.Encoding with { Windows = windows } }, selfTests: false);
        return Predictor.Open(folder["model"], new() { Threads = 1, Spinning = false });
    }
}
