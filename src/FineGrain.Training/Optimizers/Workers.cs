namespace FineGrain.Training.Optimizers;

/// <summary>Runs independent pieces of work on a fixed number of threads.</summary>
internal static class Workers
{
    /// <summary>Calls <paramref name="work"/> with 0 … <paramref name="count"/> − 1; in turn on this thread when <paramref name="threads"/> is 1.</summary>
    public static void Run(int count, int threads, Action<int> work)
    {
        if (threads <= 1 || count <= 1)
            for (var i = 0; i < count; i++) work(i);
        else Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }
}
