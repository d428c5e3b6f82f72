using System.Diagnostics;

namespace FineGrain.Training.Bench;

/// <summary>What a step cost: milliseconds by the clock, and of processor time in all threads, which tells more on a busy machine (with OMP_WAIT_POLICY=passive, or one thread).</summary>
internal readonly record struct StepTime(double Clock, double Processor)
{
    /// <summary>Measures work of this process.</summary>
    public static StepTime Of(Action work)
    {
        var process = Process.GetCurrentProcess();
        var (before, start) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        work();
        var clock = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        return new(clock.TotalMilliseconds, (process.TotalProcessorTime - before).TotalMilliseconds);
    }
}
