using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Statistics;

public sealed class BootstrapTests
{
    [Fact]
    public void Intervals_of_accuracy_cover_the_truth_about_as_often_as_they_say()
    {
        const double truth = 0.8;
        const int worlds = 200;
        var covered = 0;
        for (var world = 0; world < worlds; world++)
        {
            var random = new Random(world);
            var interval = Bootstrap.OfMean([.. Enumerable.Range(0, 200).Select(_ => random.NextDouble() < truth ? 1.0 : 0.0)], samples: 400, seed: world);
            if (interval.Low <= truth && truth <= interval.High) covered++;
        }
        // 95 % of 200 is 190 with a deviation of 3.1; the percentile interval of a share runs about a point low.
        Assert.InRange(covered, 177, 199);
    }

    [Fact]
    public void The_interval_is_near_the_normal_one()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
        var interval = Bootstrap.OfMean(values, samples: 4000);
        var half = 1.96 * Math.Sqrt(values.Select(v => (v - values.Average()) * (v - values.Average())).Average() / values.Length);
        Assert.Equal(values.Average() - half, interval.Low, 0.001);
        Assert.Equal(values.Average() + half, interval.High, 0.001);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_seed_another()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => (double)(i * i % 17))];
        Assert.Equal(Bootstrap.OfMean(values, seed: 3), Bootstrap.OfMean(values, seed: 3));
        Assert.NotEqual(Bootstrap.OfMean(values, seed: 3), Bootstrap.OfMean(values, seed: 4));
    }

    [Fact]
    public void Every_resample_has_as_many_rows_as_there_are() =>
        Assert.All(Bootstrap.Resample(37, 1, (counts, found) => found[0] = counts.ToArray().Sum(), 50, 1)[0], sum => Assert.Equal(37, sum));

    [Fact]
    public void Undefined_resamples_are_left_out()
    {
        Assert.Equal(new Interval(2, 2), Interval.OfQuantiles([double.NaN, 2, 2, double.NaN]));
        Assert.True(double.IsNaN(Interval.OfQuantiles([double.NaN]).Low));
        Assert.Equal(new Interval(0.25, 9.75), Interval.OfQuantiles([10, 0, 5, 4, 3, 2, 1, 6, 7, 8, 9])); // 11 values: 0.025 · 10 above the lowest
    }

    [Fact]
    public void A_faultless_model_gets_an_interval_without_width()
    {
        // All right: every resample is all right too, so the interval has no width. Known weakness of the bootstrap, documented.
        var result = Evaluation.Of(Enumerable.Range(0, 20).Select(i => new Prediction { Id = $"{i}", Text = "x", Gold = [i % 2 == 0 ? "a" : "b"], Labels = [i % 2 == 0 ? "a" : "b"] }), null, new());
        Assert.Equal((1.0, 1.0, 1.0), (result["accuracy"].Value, result["accuracy"].Low, result["accuracy"].High));
    }

    [Fact]
    public void The_p_value_counts_resamples_on_the_far_side()
    {
        Assert.Equal(2 * (1 + 3) / 101.0, Bootstrap.PValue([.. Enumerable.Range(0, 100).Select(i => i < 3 ? -1.0 : 1.0)]), 1e-12);
        Assert.Equal(1, Bootstrap.PValue([0, 0, 0]));
        Assert.Equal(double.NaN, Bootstrap.PValue([double.NaN]));
    }
}
