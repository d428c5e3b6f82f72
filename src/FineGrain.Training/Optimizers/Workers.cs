namespace FineGrain.Training.Optimizers;

/// <summary>Runs independent pieces of work on a fixed number of threads.</summary>
internal static class Workers
{
    /// <summary>Below this many numbers waking a thread costs more than it saves.</summary>
    private const long WorthSharing = 1 << 16;

    /// <summary>Calls <paramref name="work"/> with 0 … <paramref name="count"/> − 1; in turn on this thread when <paramref name="threads"/> is 1 or there are few <paramref name="numbers"/> to work on.</summary>
    public static void Run(int count, int threads, long numbers, Action<int> work)
    {
        if (threads <= 1 || count <= 1 || numbers < WorthSharing)
            for (var i = 0; i < count; i++) work(i);
        else Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }
}
