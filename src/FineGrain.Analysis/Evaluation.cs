using FineGrain.Analysis.Metrics;
using FineGrain.Core;

namespace FineGrain.Analysis;

/// <summary>Scores predictions against their gold annotation.</summary>
public static class Evaluation
{
    /// <summary>Evaluates <paramref name="predictions"/>, all of which must carry gold.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="labels">The label set; null takes the labels of the probabilities, then those of gold and predictions in ordinal order. Ignored for a number.</param>
    /// <param name="options">What is evaluated.</param>
    /// <exception cref="InputException">There is nothing to score, an id stands twice, gold is missing, a label is not in the set or a probability is none; names the example.</exception>
    public static EvaluationResult Of(IEnumerable<Prediction> predictions, LabelSet? labels, EvaluationOptions options)
    {
        var rows = predictions.ToList();
        if (rows.Count == 0) throw new InputException($"{options.Dataset} {options.Split}".Trim(), "no predictions, so nothing to score. Check the file and the split.");
        if (rows.GroupBy(r => r.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
            throw new InputException(twice.Key, $"stands {twice.Count()} times in the predictions; each example counts once. Give every example its own id.");
        var family = Families.Of(rows, ref labels, options.Target);
        var oneLabel = family as OneLabelMetrics;
        return new()
        {
            Options = options,
            Support = rows.Count,
            Labels = options.Target == "number" ? [] : labels!.Names,
            Scores = Scoring.Of(family, options),
            Confusion = oneLabel?.Confusion,
            Calibration = oneLabel?.Calibration,
            Hardest = [.. Judged().Where(j => j.Loss > 0).OrderByDescending(j => j.Loss).ThenBy(j => j.Prediction.Id, StringComparer.Ordinal).Take(options.Hardest)],
            ConfidentMistakes = [.. Judged().Where(j => j is { Correct: false, Confidence: not null })
                .OrderByDescending(j => j.Confidence).ThenBy(j => j.Prediction.Id, StringComparer.Ordinal).Take(options.Hardest)],
            Lengths = LengthSlices.Of(rows, labels, options),
        };

        IEnumerable<JudgedPrediction> Judged() => rows.Zip(family.Outcomes, (row, o) => new JudgedPrediction(row, o.Loss, o.Correct, o.Confidence));
    }
}
