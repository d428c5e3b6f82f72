using FineGrain.Analysis.Comparing;
using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Slicing;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>Measures what a drill-down report shows.</summary>
public static class Drilldown
{
    /// <summary>From so many examples on, resamples and swaps are fewer: intervals are narrow then anyway, and the report is wanted in seconds.</summary>
    private const int Many = 20_000;

    /// <summary>Evaluates, slices and compares.</summary>
    /// <param name="name">Title.</param>
    /// <param name="predictions">The model's answers, with gold.</param>
    /// <param name="other">A second model's answers on the same examples, or null.</param>
    /// <param name="options">Target, data set and split.</param>
    /// <param name="names">Names of the two models.</param>
    /// <param name="train">What the training data had, or null.</param>
    /// <exception cref="InputException">The answers cannot be scored, or the two do not hold the same examples.</exception>
    public static DrillData Of(string name, IReadOnlyList<Prediction> predictions, IReadOnlyList<Prediction>? other, EvaluationOptions options, (string A, string B) names, TrainingKnowledge? train = null)
    {
        IReadOnlyList<Prediction> rows = [.. predictions.Where(p => p.Abstained != true)];
        var resamples = rows.Count > Many ? Math.Min(options.BootstrapSamples, 200) : options.BootstrapSamples;
        var evaluation = Evaluation.Of(predictions, null, options with { BootstrapSamples = resamples, Hardest = 20 });
        LabelSet? labels = evaluation.Labels.Count > 0 ? new(evaluation.Labels) : null;
        var judged = Judge(rows, ref labels, options.Target);
        var slicing = new SliceOptions { Target = options.Target, Dataset = options.Dataset, Split = options.Split };
        var analysis = new SliceAnalysis(rows, labels, slicing, train);
        var (slices, worst) = (analysis.Standard(), analysis.Worst());
        var data = new DrillData
        {
            Name = name, Evaluation = evaluation, Predictions = rows, Judged = judged, NameA = names.A, NameB = names.B, Slices = slices, Worst = worst,
            Risk = judged.All(j => j is { Confidence: not null, Correct: not null }) ? RiskCoverage.Of([.. judged.Select(j => j.Confidence!.Value)], [.. judged.Select(j => j.Correct!.Value)]) : null,
            Rows = slices.Concat(worst.Worst).Select(s => s.Where).Distinct(StringComparer.Ordinal).ToDictionary(w => w, w => analysis.AtomOf(w).Rows, StringComparer.Ordinal),
        };
        if (other is null) return data;
        var comparison = Comparison.Of(rows, other, labels, new()
        {
            Target = options.Target, NameA = names.A, NameB = names.B, Dataset = options.Dataset, Split = options.Split,
            BootstrapSamples = resamples, Swaps = rows.Count > Many ? 199 : 1999, Changes = 20,
        });
        var byId = other.ToDictionary(p => p.Id, StringComparer.Ordinal);
        var second = Judge([.. rows.Select(r => byId[r.Id])], ref labels, options.Target);
        return data with
        {
            Comparison = comparison,
            Other = second,
            Differences = second.All(j => j.Correct is not null) ? SlicedComparison.Of(rows, other, labels, slicing, [], train) : [],
        };
    }

    private static List<JudgedPrediction> Judge(IReadOnlyList<Prediction> rows, ref LabelSet? labels, string target)
    {
        var family = Families.Of(rows, ref labels, target);
        return [.. rows.Zip(family.Outcomes, (row, o) => new JudgedPrediction(row, o.Loss, o.Correct, o.Confidence))];
    }
}
