using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Metrics;

/// <summary>Turns a metric family into scores with intervals.</summary>
internal static class Scoring
{
    public static IReadOnlyList<Score> Of(IMetricFamily family, EvaluationOptions options)
    {
        var rows = family.Outcomes.Count;
        var values = new double[family.Metrics.Count];
        family.Measure(Once(rows), values);
        var drawn = Bootstrap.Resample(rows, values.Length, family.Measure, options.BootstrapSamples, options.BootstrapSeed);
        return [.. family.Metrics.Select((metric, m) =>
        {
            var interval = IntervalOf(metric.Name, values[m], drawn[m]);
            return new Score(options.Task, options.Dataset, options.Split, metric.Name, values[m], interval.Low, interval.High, metric.Support, options.Seed);
        })];
    }

    /// <summary>Every row once.</summary>
    public static int[] Once(int rows)
    {
        var counts = new int[rows];
        Array.Fill(counts, 1);
        return counts;
    }

    /// <summary>
    /// Percentiles, but for ECE: its resamples are biased upwards (noise in a bin only adds to the gap), so their spread is centred on the estimate and cut at 0.
    /// </summary>
    public static Interval IntervalOf(string metric, double value, double[] drawn)
    {
        if (metric != "ece" || drawn.Length == 0) return Interval.OfQuantiles(drawn);
        var shift = value - drawn.Average();
        var raw = Interval.OfQuantiles(drawn);
        return new(Math.Max(0, raw.Low + shift), Math.Min(1, raw.High + shift));
    }
}
