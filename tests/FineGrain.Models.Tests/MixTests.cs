using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests;

public sealed class MixTests
{
    [Fact]
    public void Rows_are_mixed_with_their_partners()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [3, 2]);
        var mixed = new Mix(tensor(new long[] { 2, 1, 0 }), tensor(new[] { 0.75f, 0.4f, 1 })).Apply(rows);
        GoldenNumbers.AssertClose(tensor(new float[] { 2, 3, 3, 4, 5, 6 }, [3, 2]), mixed, 1e-6); // 0.75·1 + 0.25·5 = 2, …
    }
}
