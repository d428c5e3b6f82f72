namespace FineGrain.Analysis.Metrics;

/// <summary>
/// The metrics of one target over fixed predictions. Each is a function of how often every row counts: all ones is the score itself,
/// drawn counts are a bootstrap resample, zeros leave rows out. One definition therefore serves scores, intervals and tests.
/// Thread-safe: <see cref="Measure"/> changes nothing.
/// </summary>
internal interface IMetricFamily
{
    /// <summary>What is measured, in the order of the values.</summary>
    IReadOnlyList<Metric> Metrics { get; }

    /// <summary>What happened on each row, in the order of the predictions.</summary>
    IReadOnlyList<RowOutcome> Outcomes { get; }

    /// <summary>Measures with row i standing <c>counts[i]</c> times; NaN where a metric is undefined.</summary>
    void Measure(ReadOnlySpan<int> counts, Span<double> values);
}

/// <summary>One metric of a family.</summary>
/// <param name="Name">Name in scores.json.</param>
/// <param name="Support">Examples it is measured on; for one label, its gold examples.</param>
internal readonly record struct Metric(string Name, int Support);

/// <summary>One row's outcome.</summary>
/// <param name="Loss">What the row costs, at least 0; see the family.</param>
/// <param name="Correct">Whether the answer is right; null for a number.</param>
/// <param name="Confidence">Probability of the predicted label; null where unknown.</param>
internal readonly record struct RowOutcome(double Loss, bool? Correct, double? Confidence);
