using FineGrain.Data.Randomness;

namespace FineGrain.Data.Tests.Randomness;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_hash_never_changes()
    {
        // Part of the model format: n-gram buckets of saved models depend on it.
        Assert.Equal(0xEFD01F60BA992926UL, StableHash.Of(""));
        Assert.Equal(StableHash.Mix(0xAF63DC4C8601EC8CUL), StableHash.Of("a"));
    }

    [Fact]
    public void Keys_and_their_places_make_streams()
    {
        Assert.Equal(new SeededRandom(1, 2).Next(), new SeededRandom(1, 2).Next());
        ulong[] first = [new SeededRandom(1, 2).Next(), new SeededRandom(2, 1).Next(), new SeededRandom(1, 2, 0).Next(), new SeededRandom(1).Next(), new SeededRandom(-1).Next()];
        Assert.Equal(5, first.Distinct().Count());
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Beta_has_its_mean_and_variance(double alpha)
    {
        var random = new SeededRandom(7);
        var draws = Enumerable.Range(0, 40_000).Select(_ => random.Beta(alpha, alpha)).ToArray();
        Assert.All(draws, d => Assert.InRange(d, 0, 1));
        Assert.Equal(0.5, draws.Average(), 0.01);
        Assert.Equal(1 / (4 * ((2 * alpha) + 1)), draws.Average(d => (d - 0.5) * (d - 0.5)), 0.005);
    }

    [Fact]
    public void Below_is_even()
    {
        var random = new SeededRandom(9);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Below(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
    }

    [Fact]
    public void Shuffles_are_permutations_and_every_place_is_reached()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 300; seed++)
        {
            int[] items = [0, 1, 2, 3];
            new SeededRandom(seed).Shuffle<int>(items);
            Assert.Equal([0, 1, 2, 3], items.Order());
            seen.Add(string.Join("", items));
        }
        Assert.Equal(24, seen.Count);
    }
}
