using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Statistics;

public sealed class SeedSpreadTests
{
    [Fact]
    public void Three_seeds_give_mean_deviation_and_t_interval()
    {
        var spread = Assert.Single(SeedSpread.Of([Score(1, 0.80), Score(2, 0.82), Score(3, 0.84), Score(null, 0.5)]));
        Assert.Equal(0.82, spread.Mean, 12);
        Assert.Equal(0.02, spread.Deviation, 12);
        Assert.Equal(0.82 - 4.302652729749464 * 0.02 / Math.Sqrt(3), spread.Interval.Low, 9); // t of 2 degrees of freedom, any table
        Assert.Null(spread.ToScore().Seed);
    }

    [Fact]
    public void One_seed_has_no_spread() => Assert.True(double.IsNaN(SeedSpread.Of([Score(1, 0.8)])[0].Deviation));

    [Fact]
    public void A_seed_counts_once() => Assert.Contains("seed 1 stands twice", Assert.Throws<InputException>(() => SeedSpread.Of([Score(1, 0.8), Score(1, 0.9)])).Message, StringComparison.Ordinal);

    private static Score Score(int? seed, double value) => new("classify", "d", "dev", "accuracy", value, 0, 1, 100, seed);
}
