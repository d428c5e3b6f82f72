using FineGrain.Analysis.Calibrating;

namespace FineGrain.Analysis.Tests.Calibrating;

public sealed class IsotonicRegressionTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Oracle.Analysis.GetProperty("isotonic").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_curve_is_that_of_scikit_learn(int index)
    {
        var c = Oracle.Analysis.GetProperty("isotonic")[index];
        var curve = IsotonicRegression.Fit(Oracle.Doubles(c.GetProperty("x")), Oracle.Doubles(c.GetProperty("y")));
        Assert.Equal(Oracle.Doubles(c.GetProperty("expected")), [.. Oracle.Doubles(c.GetProperty("ask")).Select(x => curve[x])], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void One_outcome_a_value_is_needed() => Assert.Throws<ArgumentException>(() => IsotonicRegression.Fit([0.1, 0.2], [1]));
}
