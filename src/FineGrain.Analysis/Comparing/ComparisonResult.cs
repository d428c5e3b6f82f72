using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Comparing;

/// <summary>What a comparison found.</summary>
public sealed record ComparisonResult
{
    /// <summary>The question.</summary>
    public required ComparisonOptions Options { get; init; }

    /// <summary>Number of examples.</summary>
    public required int Support { get; init; }

    /// <summary>Every metric of the target, overall first, then each label's.</summary>
    public required IReadOnlyList<MetricComparison> Metrics { get; init; }

    /// <summary>The metric that the verdict is about.</summary>
    public required MetricComparison Headline { get; init; }

    /// <summary>Right against wrong; null for a number.</summary>
    public McNemar? McNemar { get; init; }

    /// <summary>Examples that B made better: wrong to right, or for a number a smaller error. Largest fall of the loss first.</summary>
    public required IReadOnlyList<Change> Better { get; init; }

    /// <summary>Examples that B made worse. Largest rise of the loss first.</summary>
    public required IReadOnlyList<Change> Worse { get; init; }

    /// <summary>The answer in one sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>What this many examples can show at all, in one sentence.</summary>
    public required string Power { get; init; }
}

/// <summary>One metric of both.</summary>
/// <param name="A">Score of A with its interval.</param>
/// <param name="B">Score of B with its interval.</param>
/// <param name="Difference">B − A.</param>
/// <param name="Interval">95 % interval of the difference from paired resamples: the same examples drawn for both.</param>
/// <param name="PValue">Chance of such a difference between equals, two-sided; NaN where undefined.</param>
/// <param name="Test">exact McNemar, or approximate randomization.</param>
public sealed record MetricComparison(Score A, Score B, double Difference, Interval Interval, double PValue, string Test)
{
    /// <summary>Name of the metric.</summary>
    public string Metric => A.Metric;

    /// <summary>
    /// Two-sided p value of the paired bootstrap: twice the smaller share of resamples on one side of no difference, the resamples themselves counted once more (Davison and Hinkley 1997, section 4.2);
    /// a second opinion beside <see cref="PValue"/>. NaN where undefined.
    /// </summary>
    public double BootstrapPValue { get; init; }

    /// <summary><see cref="PValue"/> after Holm's correction for all metrics that were compared.</summary>
    public double AdjustedPValue { get; init; }

    /// <summary>The smallest difference that these examples would show with 80 % power at a level of 5 %; see <see cref="Statistics.Power"/>. NaN where undefined.</summary>
    public double Detectable { get; init; }
}

/// <summary>An example whose outcome changed.</summary>
/// <param name="A">A's prediction.</param>
/// <param name="B">B's prediction.</param>
/// <param name="LossChange">B's loss − A's.</param>
public sealed record Change(Prediction A, Prediction B, double LossChange);
