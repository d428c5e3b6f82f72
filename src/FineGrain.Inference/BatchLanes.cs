using System.Runtime.ExceptionServices;

namespace FineGrain.Inference;

/// <summary>Runs batches side by side, each on one thread.</summary>
internal static class BatchLanes
{
    /// <summary>Returns when all are done; the first error ends the rest and is thrown as it is.</summary>
    public static void Run(int[][] plan, int threads, Action<int[]> answer, CancellationToken cancellation)
    {
        try
        {
            // From the back: the longest rows first, so that the last ones to finish are short.
            Parallel.For(0, plan.Length, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i => answer(plan[^(i + 1)]));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions.FirstOrDefault(x => x is not OperationCanceledException) ?? e.InnerExceptions[0]);
        }
    }
}
