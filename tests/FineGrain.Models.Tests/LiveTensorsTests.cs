using TorchSharp;

namespace FineGrain.Models.Tests;

public sealed class LiveTensorsTests
{
    [Fact]
    public void A_tensor_that_nobody_frees_is_counted()
    {
        var before = LiveTensors.Here;
        var forgotten = torch.ones(1);
        Assert.Equal(before + 1, LiveTensors.Here);
        forgotten.Dispose();
        Assert.Equal(before, LiveTensors.Here);
    }
}
