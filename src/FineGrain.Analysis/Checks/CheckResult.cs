using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Checks;

/// <summary>What a suite found.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Tests">Every test, in order.</param>
/// <param name="Capabilities">The tests of each ability together.</param>
public sealed record CheckResult(string Suite, IReadOnlyList<CheckTestResult> Tests, IReadOnlyList<CapabilityResult> Capabilities)
{
    /// <summary>Whether every test stays within its limit.</summary>
    public bool Met => Tests.All(t => t.Met);

    /// <summary>The failing tests as findings, the highest failure rate first; those whose interval reaches 0 prove nothing and are left out.</summary>
    public IReadOnlyList<Finding> Findings() => [.. Tests.Where(t => t.Failures > 0 && t.Interval.Low > 0.01).OrderByDescending(t => t.Rate).Select(t => new Finding
    {
        Id = $"check:{t.Test.Name}",
        Kind = "check",
        Slice = $"{t.Test.Capability}: {t.Test.Name}",
        Dataset = Suite,
        Metric = "pass-rate",
        Score = 1 - t.Rate,
        Low = 1 - t.Interval.High,
        High = 1 - t.Interval.Low,
        Rest = 1,
        Support = t.Cases,
        Total = t.Cases,
        Tried = Tests.Count,
        Examples = [.. t.Shown.Select(f => f.Answers[^1].Text)],
        Advice = "Add training examples that show this, such as the failed texts with their right label.",
    })];
}

/// <summary>What one test found.</summary>
/// <param name="Test">The test.</param>
/// <param name="Cases">Cases that were asked.</param>
/// <param name="Failures">Cases that failed.</param>
/// <param name="Interval">95 % interval of the failure rate (Wilson); over texts like these, not over language.</param>
/// <param name="Shown">Some failures, the plainest first.</param>
/// <param name="Skipped">Why nothing was asked; null where something was.</param>
public sealed record CheckTestResult(CheckTest Test, int Cases, int Failures, Interval Interval, IReadOnlyList<FailedCase> Shown, string? Skipped)
{
    /// <summary>Share of failures; NaN where skipped.</summary>
    public double Rate => (double)Failures / Cases;

    /// <summary>Whether it stays within the limit that its suite sets, if it sets one.</summary>
    public bool Met => Skipped is not null || Test.Limit is not { } limit || Rate <= limit;
}

/// <summary>The tests of one ability.</summary>
/// <param name="Capability">The ability.</param>
/// <param name="Tests">Tests that were asked.</param>
/// <param name="Cases">Their cases.</param>
/// <param name="Failures">Their failures.</param>
public sealed record CapabilityResult(string Capability, int Tests, int Cases, int Failures)
{
    /// <summary>Share of failures.</summary>
    public double Rate => (double)Failures / Cases;
}

/// <summary>One failed case.</summary>
/// <param name="Answers">The answers that show it: one, or the first text's and the changed one's.</param>
/// <param name="Why">What was wrong.</param>
/// <param name="Breach">How far, 0 to 1.</param>
public sealed record FailedCase(IReadOnlyList<Prediction> Answers, string Why, double Breach);
