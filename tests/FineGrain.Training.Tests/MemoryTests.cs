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
        // From step 2000 on (after the JIT and the allocator have warmed up) 8000 steps; a leak of one row of floats a step would be 0.4 MB,
        // of one small tensor object (about 1 KB with libtorch's bookkeeping) 8 MB.
        Assert.True(live[^1].Bytes - live[1].Bytes < 6_000_000, string.Join(", ", live));
    }

    private static long ResidentBytes()
    {
        if (!OperatingSystem.IsLinux()) return Environment.WorkingSet;
        var pages = File.ReadAllText("/proc/self/statm").Split(' ')[1];
        return long.Parse(pages, System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }
}
