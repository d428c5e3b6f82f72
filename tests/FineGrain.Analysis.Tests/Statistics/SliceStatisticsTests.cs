using FineGrain.Analysis.Statistics;

namespace FineGrain.Analysis.Tests.Statistics;

/// <summary>The tests behind slices and power, held to scipy.</summary>
public sealed class SliceStatisticsTests
{
    [Fact]
    public void Fishers_exact_test_equals_scipy()
    {
        foreach (var c in Oracle.Analysis.GetProperty("fisher").EnumerateArray())
        {
            int a = c[0].GetInt32(), b = c[1].GetInt32(), x = c[2].GetInt32(), y = c[3].GetInt32();
            var expected = c[4].GetDouble();
            Assert.Equal(expected, new FisherExact(a + b + x + y).AtLeast(a, a + b, a + x, a + b + x + y), 1e-9 * Math.Max(expected, 1e-300) + 1e-15);
        }
    }

    [Fact]
    public void The_rank_sum_test_equals_scipy()
    {
        foreach (var c in Oracle.Analysis.GetProperty("mann_whitney").EnumerateArray())
        {
            double[] x = Oracle.Doubles(c.GetProperty("x")), y = Oracle.Doubles(c.GetProperty("y"));
            Assert.Equal(c.GetProperty("p").GetDouble(), new MannWhitney([.. x, .. y]).Larger([.. Enumerable.Range(0, x.Length)]), 1e-10);
        }
    }

    [Fact]
    public void Wilsons_interval_equals_scipy()
    {
        foreach (var c in Oracle.Analysis.GetProperty("wilson").EnumerateArray())
        {
            var interval = Interval.OfShare(c[0].GetInt32(), c[1].GetInt32());
            Assert.Equal(c[2].GetDouble(), interval.Low, 1e-12);
            Assert.Equal(c[3].GetDouble(), interval.High, 1e-12);
        }
    }

    [Fact]
    public void The_normal_distribution_equals_scipy()
    {
        foreach (var c in Oracle.Analysis.GetProperty("normal_quantile").EnumerateArray()) Assert.Equal(c[1].GetDouble(), Normal.Quantile(c[0].GetDouble()), 1e-9);
        foreach (var c in Oracle.Analysis.GetProperty("normal_cdf").EnumerateArray()) Assert.Equal(c[1].GetDouble(), Normal.Above(-c[0].GetDouble()), 1e-13);
    }

    [Fact]
    public void The_detectable_difference_solves_Connors_equation()
    {
        foreach (var c in Oracle.Analysis.GetProperty("detectable").EnumerateArray()) Assert.Equal(c[2].GetDouble(), Power.DetectableByMcNemar(c[0].GetInt32(), c[1].GetDouble()), 1e-9);
    }

    [Fact]
    public void Four_times_the_examples_halve_about_what_can_be_detected() =>
        Assert.Equal(2, Power.DetectableByMcNemar(1000, 0.1) / Power.DetectableByMcNemar(4000, 0.1), 0.05);
}
