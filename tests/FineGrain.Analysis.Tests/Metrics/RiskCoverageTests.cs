using FineGrain.Analysis.Metrics;

namespace FineGrain.Analysis.Tests.Metrics;

public sealed class RiskCoverageTests
{
    [Fact]
    public void The_curve_is_that_of_the_oracle()
    {
        var golden = Oracle.Analysis.GetProperty("risk");
        var risk = RiskCoverage.Of(Oracle.Doubles(golden.GetProperty("confidence")), [.. Oracle.Doubles(golden.GetProperty("right")).Select(r => r == 1)]);
        Assert.Equal(golden.GetProperty("area").GetDouble(), risk.Area, 1e-12);
        Assert.Equal(Oracle.Doubles(golden.GetProperty("risks")), [.. risk.Points.Select(p => p.Risk)], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1, risk.Points[^1].Coverage);
    }

    [Fact]
    public void The_point_at_a_risk_is_the_largest_coverage_that_keeps_it()
    {
        var risk = RiskCoverage.Of([0.9, 0.8, 0.7, 0.6], [true, false, true, true]);
        Assert.Equal((1.0, 0.6), (risk.AtRisk(0.25)!.Coverage, risk.AtRisk(0.25)!.Confidence));
        Assert.Equal(0.25, risk.AtRisk(0.1)!.Coverage);
        Assert.Null(RiskCoverage.Of([0.9], [false]).AtRisk(0.5));
    }
}
