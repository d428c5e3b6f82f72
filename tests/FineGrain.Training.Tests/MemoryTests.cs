using FineGrain.Training.Child;
using TorchSharp;

namespace FineGrain.Training.Tests;

public sealed class MemoryTests
{
    [Fact]
    public void Ten_thousand_steps_leave_no_tensor_and_no_memory_behind()
    {
        using var model = new TinyModel(3);
        var recipe = TinyTask.Recipe with { Epochs = 2000, Accumulate = 1, Threads = 1, Stopping = new() { EverySteps = 1000 }, CheckpointSteps = 0 };
        using var run = new TrainingRun(new TinyTask(model).With(), recipe, 1);
        var live = new List<(int Step, long Tensors, long Bytes)>();
        foreach (var report in run.Steps())
            if (report.Step % 1000 == 0) live.Add((report.Step, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, ResidentBytes()));
        Assert.Equal(10, live.Count);
        Assert.Equal(live[1].Tensors, live[^1].Tensors);
        // A leak grows in every thousand steps: one small tensor object a step (about 1 KB with libtorch's bookkeeping) is 1 MB. The collector takes
        // memory in a few large pieces instead, up to half of the thousands, so the lower quartile of growth tells the two apart. The first two thousand
        // warm up the JIT and the allocators.
        var growth = live.Skip(2).Zip(live.Skip(1), (later, earlier) => later.Bytes - earlier.Bytes).Order().ToList();
        Assert.True(growth[growth.Count / 4] < 300_000, string.Join(", ", live));
    }

    private static long ResidentBytes()
    {
        if (!OperatingSystem.IsLinux()) return Environment.WorkingSet;
        var pages = File.ReadAllText("/proc/self/statm").Split(' ')[1];
        return long.Parse(pages, System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }
}
