using TorchSharp;

namespace FineGrain.Models.Tests;

/// <summary>
/// Tensors that this thread has made and not freed. <c>Tensor.TotalCount</c> is no measure of one test: it falls whenever the finalizer frees what other tests left to it.
/// </summary>
internal static class LiveTensors
{
    public static long Here => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
