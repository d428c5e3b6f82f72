using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Core;

namespace FineGrain.Analysis;

/// <summary>Scores predictions against their gold annotation. Where the model abstained the other answers are scored, and <c>answered</c> says how many they are.</summary>
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
        var asked = rows.Count;
        if (rows.RemoveAll(r => r.Abstained == true) > 0 && rows.Count == 0)
            throw new InputException($"{options.Dataset} {options.Split}".Trim(), $"the model abstained on all {asked} examples, so there is nothing to score. Predict again with a smaller --abstain-below.");
        var family = Families.Of(rows, ref labels, options.Target, options.Training);
        var oneLabel = family as OneLabelMetrics;
        return new()
        {
            Options = options,
            Support = rows.Count,
            Labels = options.Target == "number" ? [] : labels!.Names,
            Scores = [.. Scoring.Of(family, options), .. Answered(asked, rows.Count, options)],
            Confusion = oneLabel?.Confusion,
            Calibration = oneLabel?.Calibration,
            Spans = options is { Target: "spans", BootstrapSamples: > 0 } ? SpanAnalysis.Of(rows, labels!, options) : null,
            Hardest = [.. Judged().Where(j => j.Loss > 0).OrderByDescending(j => j.Loss).ThenBy(j => j.Prediction.Id, StringComparer.Ordinal).Take(options.Hardest)],
            ConfidentMistakes = [.. Judged().Where(j => j is { Correct: false, Confidence: not null })
                .OrderByDescending(j => j.Confidence).ThenBy(j => j.Prediction.Id, StringComparer.Ordinal).Take(options.Hardest)],
            Lengths = LengthSlices.Of(rows, labels, options),
        };

        static IEnumerable<Score> Answered(int asked, int answered, EvaluationOptions options)
        {
            if (answered == asked) yield break;
            var interval = Statistics.Interval.OfShare(answered, asked);
            yield return new(options.Task, options.Dataset, options.Split, "answered", (double)answered / asked, interval.Low, interval.High, asked, options.Seed);
        }

        IEnumerable<JudgedPrediction> Judged() => rows.Zip(family.Outcomes, (row, o) => new JudgedPrediction(row, o.Loss, o.Correct, o.Confidence));
    }
}
