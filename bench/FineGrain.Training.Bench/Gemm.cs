using System.Diagnostics;
using static TorchSharp.torch;

namespace FineGrain.Training.Bench;

/// <summary>The machine's sgemm rate now: the yardstick of a step.</summary>
internal static class Gemm
{
    /// <summary>Best of five in GFLOP/s, 1024×1024×1024.</summary>
    public static double Rate()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (a, b) = (randn(1024, 1024), randn(1024, 1024));
        var best = double.MaxValue;
        for (var i = 0; i < 6; i++)
        {
            var start = Stopwatch.GetTimestamp();
            a.matmul(b).Dispose();
            if (i > 0) best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return 2.0 * 1024 * 1024 * 1024 / best / 1e9;
    }
}
