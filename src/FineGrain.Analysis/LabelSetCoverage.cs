using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis;

/// <summary>Whether conformal label sets keep their promise on labelled rows, and what they cost: the more labels a set has, the less it says.</summary>
/// <param name="Covered">Share of rows whose gold label is in their set, with Wilson's interval.</param>
/// <param name="Size">Mean number of labels of a set, with the normal interval of a mean.</param>
/// <param name="Empty">Rows whose set is empty: no label was sure enough.</param>
/// <param name="Sure">Rows with exactly one label.</param>
public sealed record LabelSetCoverage(Score Covered, Score Size, int Empty, int Sure)
{
    /// <summary>Names of the two scores in scores.json.</summary>
    public const string CoveredMetric = "coverage", SizeMetric = "set-size";

    /// <summary>Measures the sets of <paramref name="predictions"/>; rows without gold are left out.</summary>
    /// <param name="predictions">Predictions with <see cref="Prediction.Candidates"/>.</param>
    /// <param name="options">Task, data set, split and seed of the scores.</param>
    /// <exception cref="InputException">No row has both gold and a set.</exception>
    public static LabelSetCoverage Of(IEnumerable<Prediction> predictions, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(options);
        List<(bool Inside, int Size)> rows = [.. predictions.Where(p => p is { Candidates: not null, Gold.Count: > 0 }).Select(p => (p.Candidates!.Contains(p.Gold![0]), p.Candidates!.Count))];
        if (rows.Count == 0) throw new InputException("coverage", "no row has both a gold label and a label set, so there is nothing to measure. Name labelled data.");
        var inside = rows.Count(r => r.Inside);
        double[] sizes = [.. rows.Select(r => (double)r.Size)];
        return new(
            Score(CoveredMetric, (double)inside / rows.Count, Interval.OfShare(inside, rows.Count)),
            Score(SizeMetric, sizes.Average(), Interval.OfMean(sizes)),
            rows.Count(r => r.Size == 0), rows.Count(r => r.Size == 1));

        Score Score(string metric, double value, Interval interval) => new(options.Task, options.Dataset, options.Split, metric, value, interval.Low, interval.High, rows.Count, options.Seed);
    }
}
