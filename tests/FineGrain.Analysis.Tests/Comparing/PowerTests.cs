using FineGrain.Analysis.Comparing;
using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Comparing;

public sealed class PowerTests
{
    private static (List<Prediction> A, List<Prediction> B) Pair(int n, double discordant, double difference, int seed)
    {
        var random = new Random(seed);
        Prediction Row(int i, bool right) => new() { Id = $"{i}", Text = "x", Gold = [i % 2 == 0 ? "a" : "b"], Labels = [(i % 2 == 0) == right ? "a" : "b"] };
        var (a, b) = (new List<Prediction>(), new List<Prediction>());
        for (var i = 0; i < n; i++)
        {
            var u = random.NextDouble();
            var mended = u < (discordant + difference) / 2;
            var broken = !mended && u < discordant;
            a.Add(Row(i, !mended));
            b.Add(Row(i, !broken));
        }
        return (a, b);
    }

    [Fact]
    public void A_difference_of_the_stated_size_is_found_about_four_times_in_five()
    {
        // The exact test is a little more careful than the normal one that the formula is for.
        const int N = 500, Tries = 400;
        var size = Power.DetectableByMcNemar(N, 0.1);
        var found = Enumerable.Range(0, Tries).Count(seed =>
        {
            var (a, b) = Pair(N, 0.1, size, seed);
            var mended = a.Zip(b).Count(x => x.First.Labels[0] != x.First.Gold![0] && x.Second.Labels[0] == x.Second.Gold![0]);
            var broken = a.Zip(b).Count(x => x.First.Labels[0] == x.First.Gold![0] && x.Second.Labels[0] != x.Second.Gold![0]);
            return new McNemar(mended, broken).PValue < 0.05;
        });
        Assert.InRange(found / (double)Tries, 0.68, 0.86);
    }

    [Fact]
    public void A_comparison_says_what_it_could_have_shown()
    {
        var (a, b) = Pair(1000, 0.1, 0.01, 3);
        var result = Comparison.Of(a, b, null, new() { BootstrapSamples = 300, Swaps = 499 });
        Assert.Contains("can detect differences of accuracy of at least 2.", result.Power, StringComparison.Ordinal);
        Assert.All(result.Metrics, m => Assert.True(double.IsNaN(m.PValue) || m.AdjustedPValue >= m.PValue));
        Assert.InRange(result.Headline.BootstrapPValue, result.Headline.PValue / 3, 1);
        Assert.Contains("never differ", Comparison.Of(a, a, null, new() { BootstrapSamples = 100, Swaps = 99 }).Power, StringComparison.Ordinal);
    }
}
