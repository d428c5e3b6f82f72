using FineGrain.Analysis.Statistics;

namespace FineGrain.Analysis.Tests.Statistics;

public sealed class StudentTTests
{
    [Fact]
    public void Factors_of_95_percent_equal_scipy() => Assert.All(Oracle.Metrics.GetProperty("student_t").EnumerateArray(), c =>
        Assert.Equal(c[1].GetDouble(), StudentT.TwoSided(0.95, c[0].GetInt32()), 1e-9));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(0.95, 0)]
    public void Arguments_out_of_range_are_refused(double share, int freedom) => Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.TwoSided(share, freedom));
}
