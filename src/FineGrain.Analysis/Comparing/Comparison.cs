using System.Buffers;
using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Comparing;

/// <summary>Compares two models by their predictions on the same examples.</summary>
public static class Comparison
{
    /// <summary>Compares B with A.</summary>
    /// <param name="a">Predictions of the model that stands.</param>
    /// <param name="b">Predictions of the challenger, on the same ids in any order.</param>
    /// <param name="labels">The label set; null takes the labels that occur.</param>
    /// <param name="options">What is compared.</param>
    /// <exception cref="InputException">The two do not hold the same examples, or one cannot be scored; names the ids.</exception>
    public static ComparisonResult Of(IEnumerable<Prediction> a, IEnumerable<Prediction> b, LabelSet? labels, ComparisonOptions options)
    {
        var (first, second) = Pairing.Of(a, b, options);
        var n = first.Count;
        // A's rows above B's: counting the upper half measures A, the lower half B, a mixture any exchange of answers.
        var family = Families.Of([.. first, .. second], ref labels, options.Target);
        var width = family.Metrics.Count;
        var values = new double[2 * width];
        Both(Scoring.Once(n), values);
        var drawn = Bootstrap.Resample(n, 2 * width, Both, options.BootstrapSamples, options.Seed);
        var randomized = Randomization.PValues(n, width, family.Measure, options.Swaps, options.Seed);
        var mcNemar = options.Target == "number" ? null : new McNemar(
            Enumerable.Range(0, n).Count(i => !family.Outcomes[i].Correct!.Value && family.Outcomes[n + i].Correct!.Value),
            Enumerable.Range(0, n).Count(i => family.Outcomes[i].Correct!.Value && !family.Outcomes[n + i].Correct!.Value));

        var metrics = family.Metrics.Select((metric, m) =>
        {
            // Half of the stacked rows are A's and half B's, so is the support.
            var (scoreA, scoreB) = (ScoreOf(metric, values[m], drawn[m]), ScoreOf(metric, values[width + m], drawn[width + m]));
            var difference = scoreB.Value - scoreA.Value;
            var exact = mcNemar is not null && MetricNames.IsShareOfRightRows(metric.Name) || metric.Name == "micro-f1" && options.Target == "label";
            double[] differences = [.. drawn[m].Zip(drawn[width + m], (x, y) => y - x)];
            return new MetricComparison(scoreA, scoreB, difference, Interval.OfQuantiles(differences), exact ? mcNemar!.PValue : randomized[m], exact ? "exact McNemar" : "approximate randomization")
            {
                BootstrapPValue = Bootstrap.PValue(differences),
                Detectable = exact && mcNemar!.Mended + mcNemar.Broken > 0
                    ? Statistics.Power.DetectableByMcNemar(n, (double)(mcNemar.Mended + mcNemar.Broken) / n)
                    : Statistics.Power.DetectableBySpread(differences),
            };
        }).ToList();
        var adjusted = MultipleTesting.Holm([.. metrics.Select(m => m.PValue)]);
        metrics = [.. metrics.Select((m, i) => m with { AdjustedPValue = adjusted[i] })];
        var named = options.Metric ?? MetricNames.Headline(options.Target);
        var headline = metrics.FirstOrDefault(m => m.Metric == named)
            ?? throw new InputException("metric", $"'{named}' is not measured for target '{options.Target}'. {Nearest.Hint(named, [.. metrics.Select(m => m.Metric)])}");
        var changes = Enumerable.Range(0, n).Select(i => (Before: family.Outcomes[i], After: family.Outcomes[n + i], Change: new Change(first[i], second[i], family.Outcomes[n + i].Loss - family.Outcomes[i].Loss))).ToList();
        return new()
        {
            Options = options,
            Support = n,
            Metrics = metrics,
            Headline = headline,
            McNemar = mcNemar,
            Better = [.. changes.Where(c => c.Before.Correct is null ? c.Change.LossChange < 0 : !c.Before.Correct.Value && c.After.Correct!.Value)
                .Select(c => c.Change).OrderBy(c => c.LossChange).ThenBy(c => c.A.Id, StringComparer.Ordinal).Take(options.Changes)],
            Worse = [.. changes.Where(c => c.Before.Correct is null ? c.Change.LossChange > 0 : c.Before.Correct.Value && !c.After.Correct!.Value)
                .Select(c => c.Change).OrderByDescending(c => c.LossChange).ThenBy(c => c.A.Id, StringComparer.Ordinal).Take(options.Changes)],
            Verdict = Comparing.Verdict.Of(headline, mcNemar, n, options),
            Power = Comparing.Verdict.Power(headline, n),
        };

        void Both(ReadOnlySpan<int> counts, Span<double> found)
        {
            var stacked = ArrayPool<int>.Shared.Rent(2 * n);
            var rows = stacked.AsSpan(0, 2 * n);
            rows.Clear();
            counts.CopyTo(rows);
            family.Measure(rows, found[..width]);
            rows[..n].Clear();
            counts.CopyTo(rows[n..]);
            family.Measure(rows, found[width..]);
            ArrayPool<int>.Shared.Return(stacked);
        }

        Score ScoreOf(Metric metric, double value, double[] resampled)
        {
            var interval = Scoring.IntervalOf(metric.Name, value, resampled);
            return new(options.Task, options.Dataset, options.Split, metric.Name, value, interval.Low, interval.High, metric.Support / 2, null);
        }
    }
}
