namespace FineGrain.Core.Tests;

public sealed class StretchesTests
{
    [Fact]
    public void Long_sequences_are_cut_into_equal_parts_and_single_elements_left_out() =>
        Assert.Equal([(1, 100), (101, 100), (201, 100), (303, 2)], Stretches.Cut([0, 1, 301, 302, 303, 305], 128).Order());
}
