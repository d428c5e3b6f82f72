namespace FineGrain.Core.Tests;

public sealed class NearestTests
{
    [Fact]
    public void A_mistyped_name_finds_its_neighbour() => Assert.Equal("learning_rate", Nearest.To("lerning_rate", ["learning_rate", "batch_size"]));

    [Fact]
    public void A_stranger_finds_nobody() => Assert.Null(Nearest.To("zzz", ["learning_rate", "batch_size"]));
}
