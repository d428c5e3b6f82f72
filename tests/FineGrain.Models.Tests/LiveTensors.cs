using TorchSharp;

namespace FineGrain.Models.Tests;

/// <summary>
/// Tensors that this thread has made and not freed. <c>Tensor.TotalCount</c> is no measure of one test: it falls whenever the finalizer frees what other tests left to it.
/// </summary>
internal static class LiveTensors
{
    public static long Here => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    /// <summary>Five passes leave no tensor behind; one before them may make what is kept.</summary>
    public static void AssertNoLeak(Action pass)
    {
        pass();
        var before = Here;
        for (var i = 0; i < 5; i++) pass();
        Assert.Equal(before, Here);
    }
}
