using FineGrain.Core;

namespace FineGrain.Analysis.Metrics;

/// <summary>Reads the probabilities of predictions and refuses what is not a distribution over the label set.</summary>
internal static class ProbabilityReading
{
    /// <summary>How far a sum may be from 1: files may round to three digits.</summary>
    private const double Slack = 0.01;

    /// <summary>Whether the predictions carry probabilities: all or none.</summary>
    public static bool Present(IReadOnlyList<Prediction> predictions)
    {
        var with = predictions.Count(p => p.Probabilities.Count > 0);
        if (with == 0 || with == predictions.Count) return with > 0;
        var without = predictions.First(p => p.Probabilities.Count == 0);
        throw new InputException(without.Id, $"has no probabilities, but {with} of {predictions.Count} predictions have. Write them for all or for none.");
    }

    /// <summary>Probabilities in label-set order that sum to about 1.</summary>
    public static double[] Shares(Prediction p, LabelSet labels)
    {
        var shares = Each(p, labels);
        var sum = shares.Sum();
        return Math.Abs(sum - 1) <= Slack ? shares : throw new InputException(p.Id, $"probabilities sum to {sum:0.####}, they must sum to 1. Write softmax probabilities, not logits.");
    }

    /// <summary>Probabilities in label-set order, each between 0 and 1.</summary>
    public static double[] Each(Prediction p, LabelSet labels)
    {
        var shares = new double[labels.Count];
        foreach (var (label, value) in p.Probabilities)
            shares[labels.IndexOf(label, p.Id)] = value is >= 0 and <= 1 + 1e-6
                ? Math.Min(value, 1)
                : throw new InputException(p.Id, $"probability of '{label}' is {value}, it must be between 0 and 1. Write probabilities, not logits.");
        return shares;
    }
}
