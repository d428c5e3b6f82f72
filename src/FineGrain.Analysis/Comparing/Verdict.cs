using System.Globalization;
using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Statistics;

namespace FineGrain.Analysis.Comparing;

/// <summary>Says in a sentence what a comparison means.</summary>
internal static class Verdict
{
    private const double Level = 0.05;

    public static string Of(MetricComparison m, McNemar? mcNemar, int support, ComparisonOptions options)
    {
        var rises = m.Difference > 0 != MetricNames.LowerIsBetter(m.Metric);
        var claim = m.PValue switch
        {
            double.NaN => $"{m.Metric} is undefined here, so {options.NameA} and {options.NameB} cannot be compared by it",
            < Level when rises => $"{options.NameB} is better than {options.NameA}",
            < Level => $"{options.NameB} is worse than {options.NameA}",
            _ when m.Difference == 0 => $"{options.NameA} and {options.NameB} score the same",
            _ => $"No difference is shown between {options.NameA} and {options.NameB}",
        };
        var flips = mcNemar is null || m.Test != "exact McNemar" ? "" : $"; {mcNemar.Mended} mended, {mcNemar.Broken} broken";
        return string.Create(CultureInfo.InvariantCulture,
            $"{claim}: {m.Metric} {options.NameA} {Number(m.A.Value)}, {options.NameB} {Number(m.B.Value)}, difference {Signed(m.Difference)} (95 % interval {Signed(m.Interval.Low)} to {Signed(m.Interval.High)}), p {P(m.PValue)} by {m.Test} on {support} examples{flips}.");

        string Number(double value) => MetricNames.IsShare(m.Metric) ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : value.ToString("0.0000", CultureInfo.InvariantCulture);
        string Signed(double value) => MetricNames.IsShare(m.Metric)
            ? (100 * value).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " points"
            : value.ToString("+0.0000;−0.0000;0", CultureInfo.InvariantCulture);
        static string P(double p) => p < 0.001 ? "< 0.001" : "= " + p.ToString("0.000", CultureInfo.InvariantCulture);
    }

    /// <summary>How small a difference these examples could have shown.</summary>
    public static string Power(MetricComparison m, int support)
    {
        if (!(m.Detectable > 0)) return $"The two never differ here, so these {support} examples cannot say how small a difference they would show.";
        var size = MetricNames.IsShare(m.Metric) ? string.Create(CultureInfo.InvariantCulture, $"{100 * m.Detectable:0.0} points") : m.Detectable.ToString("0.0000", CultureInfo.InvariantCulture);
        return $"This test set of {support} examples can detect differences of {m.Metric} of at least {size} (80 % power, level 0.05, models that differ as these two do).";
    }
}
