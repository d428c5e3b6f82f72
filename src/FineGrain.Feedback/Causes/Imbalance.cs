using System.Globalization;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Causes;

/// <summary>A label that is much rarer in training than among the texts that are asked.</summary>
public static class Imbalance
{
    /// <summary>The label whose share has fallen most, when at least to half.</summary>
    public static IEnumerable<Cause> Find(DataView view)
    {
        var (train, dev) = (Counts(view.TrainLabels, view.Labels.Count), Counts(view.DevLabels, view.Labels.Count));
        var rare = Enumerable.Range(0, view.Labels.Count).MinBy(c => (train[c] + 0.5) / (dev[c] + 0.5));
        double shareTrain = (double)train[rare] / view.TrainLabels.Length, shareDev = (double)dev[rare] / Math.Max(1, view.DevLabels.Length);
        var p = Math.Min(1, Tests.UpperTail(Tests.Shares(dev[rare], view.DevLabels.Length, train[rare], view.TrainLabels.Length)) * view.Labels.Count);
        if (p > 0.01 || shareTrain * 2 > shareDev) yield break;
        var name = view.Labels.Names[rare];
        var threshold = new RecipeChange("evaluation.calibration", "vector", view.Recipe.Evaluation.Calibration);
        yield return new()
        {
            Kind = "imbalance", Subject = name, PValue = p,
            Evidence = string.Create(CultureInfo.InvariantCulture, $"'{name}' is {shareTrain:P1} of the training examples ({train[rare]} of {view.TrainLabels.Length}), but {shareDev:P1} of dev."),
            Patches =
            [
                Make("threshold", "vector", [threshold]),
                Make("resample", "over-and-threshold", [Sampling("over"), threshold]),
                Make("resample", "under-and-threshold", [Sampling("under"), threshold]),
                Make("resample", "over", [Sampling("over")]),
                Make("resample", "balanced", [new("training.loss.weighting", "balanced", view.Recipe.Training.Loss.Weighting)]),
                Make("resample", "under", [Sampling("under")]),
            ],
        };

        RecipeChange Sampling(string way) => new("data.sampling", way, view.Recipe.Data.Sampling);

        Patch Make(string kind, string id, RecipeChange[] changes) => new()
        {
            Id = $"{kind}-{id}", Kind = kind, Cause = $"imbalance: {name}", Reason = $"'{name}' shall weigh in training what it weighs among the texts that are asked.", Recipe = changes,
        };
    }

    private static int[] Counts(int[] labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels) counts[label]++;
        return counts;
    }
}
