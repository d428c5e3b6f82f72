using FineGrain.Analysis.Statistics;

namespace FineGrain.Analysis.Tests.Statistics;

public sealed class McNemarTests
{
    [Fact]
    public void P_values_equal_scipy_binomial_tests() => Assert.All(Oracle.Metrics.GetProperty("mcnemar").EnumerateArray(), c =>
        Assert.Equal(c[2].GetDouble(), new McNemar(c[0].GetInt32(), c[1].GetInt32()).PValue, 1e-9));

    [Fact]
    public void Worked_by_hand_five_mended_one_broken() => Assert.Equal(2 * (1 + 6) / 64.0, new McNemar(5, 1).PValue, 14);

    [Fact]
    public void Nothing_changed_proves_nothing() => Assert.Equal(1, new McNemar(0, 0).PValue);
}
