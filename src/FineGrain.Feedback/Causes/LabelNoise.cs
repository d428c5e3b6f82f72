using System.Globalization;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Causes;

/// <summary>
/// Wrong labels of one class: probes that have not seen a row contradict its label more often, or more strongly, than the same probes contradict that label on dev.
/// How many, from that excess; which, from confident learning.
/// </summary>
public static class LabelNoise
{
    /// <summary>The classes whose labels are noisier in training than on dev.</summary>
    public static IEnumerable<Cause> Find(DataView view, TimeProvider clock)
    {
        IReadOnlyList<Suspect>? ranked = null;
        for (var given = 0; given < view.Labels.Count; given++)
        {
            var train = Against(view.TrainProbabilities, view.TrainLabels, given);
            var dev = Against(view.DevProbabilities, view.DevLabels, given);
            if (train.Count < 50 || dev.Count < 20) continue;
            var p = Math.Min(1, Tests.UpperTail(Tests.Welch(train, dev)) * view.Labels.Count);
            var (meanTrain, meanDev) = (train.Average(), dev.Average());
            if (p > 0.01 || meanTrain - meanDev < 0.02) continue;
            ranked ??= LabelErrorSearch.Rank(view.TrainProbabilities, view.TrainLabels);
            var suspects = ranked.Where(s => s.Given == given).ToList();
            // A wrong label is contradicted with about 1 − meanDev, a right one with meanDev; the mixture gives the share of wrong ones.
            var share = Math.Clamp((meanTrain - meanDev) / Math.Max(0.05, 1 - (2 * meanDev)), 0, 0.5);
            var wrong = (int)Math.Round(share * train.Count);
            var into = view.Labels.Names[suspects.Take(Math.Max(1, wrong)).GroupBy(s => s.Likely).MaxBy(g => g.Count())!.Key];
            var name = $"{into} given as {view.Labels.Names[given]}";
            yield return new()
            {
                Kind = "label-noise", Subject = name, PValue = p,
                Evidence = string.Create(CultureInfo.InvariantCulture,
                    $"Probes contradict the label '{view.Labels.Names[given]}' with {meanTrain:0.000} on average in training and {meanDev:0.000} on dev: about {wrong} of {train.Count} labels ({share:P0}) are wrong."),
                Patches =
                [
                    Make("mend", 1), Make("drop", 1), Make("relabel", 0.5), Make("relabel", 1),
                ],
            };

            Patch Make(string kind, double factor) => new()
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{kind}-{view.Labels.Names[given]}-{(int)(wrong * factor)}-{Stamp(view)}"), Kind = kind == "mend" ? "relabel" : kind, Cause = $"label-noise: {name}",
                Reason = $"The {(int)(wrong * factor)} labels '{view.Labels.Names[given]}' that are most likely wrong{(kind == "mend" ? ": the surest third is relabelled, the rest left out" : "")}.",
                Corrections = [.. suspects.Take((int)(wrong * factor)).Select((s, i) => CorrectionOf(view, s, kind == "drop" || (kind == "mend" && i >= wrong / 3) ? CorrectionKind.Drop : CorrectionKind.Relabel, clock.GetUtcNow()))],
            };
        }
    }

    /// <summary>A suspect as a correction for the queue.</summary>
    public static Correction CorrectionOf(DataView view, Suspect suspect, CorrectionKind kind, DateTimeOffset now)
    {
        var example = view.Train[suspect.Row];
        return new()
        {
            Id = Correction.NewId(now), ExampleId = example.Id, Kind = kind, Old = Annotation.OfLabels(example.Labels),
            New = kind == CorrectionKind.Drop ? null : Annotation.OfLabels(view.Labels.Names[suspect.Likely]),
            Reason = string.Create(CultureInfo.InvariantCulture, $"Models that have not seen it give '{view.Labels.Names[suspect.Given]}' {view.TrainProbabilities[suspect.Row][suspect.Given]:0.00} and '{view.Labels.Names[suspect.Likely]}' {view.TrainProbabilities[suspect.Row][suspect.Likely]:0.00}."),
            Author = "finegrain", Time = now, Score = suspect.Score, Gain = suspect.Score / ReviewTime.Minutes(example), Text = example.Text, Pair = example.Pair, Source = example.Source,
        };
    }

    /// <summary>Tells the patches of different data apart.</summary>
    internal static string Stamp(DataView view)
    {
        var hash = 14695981039346656037UL;
        foreach (var example in view.Train)
        {
            foreach (var c in example.Id) hash = (hash ^ c) * 1099511628211UL;
            foreach (var label in example.Labels) foreach (var c in label) hash = (hash ^ c) * 1099511628211UL;
        }
        return (hash >> 40).ToString("x6", CultureInfo.InvariantCulture);
    }

    private static List<double> Against(double[][] probabilities, int[] labels, int given) =>
        [.. Enumerable.Range(0, labels.Length).Where(r => labels[r] == given).Select(r => 1 - probabilities[r][given])];
}
