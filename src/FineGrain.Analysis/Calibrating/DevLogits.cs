using FineGrain.Core;

namespace FineGrain.Analysis.Calibrating;

/// <summary>The logits of dev with their gold labels: what a calibration is fitted on.</summary>
public sealed class DevLogits
{
    /// <summary>Pairs logits with gold.</summary>
    /// <param name="target">label or labels.</param>
    /// <param name="labels">The label set, C labels.</param>
    /// <param name="logits">Logits before any temperature, N×C.</param>
    /// <param name="gold">Gold labels of each row, N.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the target is a number.</exception>
    public DevLogits(string target, LabelSet labels, IReadOnlyList<float[]> logits, IReadOnlyList<IReadOnlyList<string>> gold)
        : this(target, logits, [.. gold.Select(names => Flags(labels, names))])
    {
        if (logits.Count != gold.Count) throw new ArgumentException($"{logits.Count} rows of logits for {gold.Count} gold annotations");
        if (target is not ("label" or "labels")) throw new ArgumentException($"target '{target}' has no probabilities to calibrate");
    }

    private DevLogits(string target, IReadOnlyList<float[]> logits, double[][] gold) => (Target, Logits, Gold) = (target, logits, gold);

    /// <summary>label or labels.</summary>
    public string Target { get; }

    /// <summary>Logits, N×C.</summary>
    public IReadOnlyList<float[]> Logits { get; }

    /// <summary>1 for a gold label, 0 for another, N×C.</summary>
    internal double[][] Gold { get; }

    /// <summary>Number of rows N.</summary>
    public int Count => Logits.Count;

    /// <summary>Number of labels C.</summary>
    public int Labels => Logits[0].Length;

    /// <summary>The rows at <paramref name="positions"/>.</summary>
    internal DevLogits At(IReadOnlyList<int> positions) => new(Target, [.. positions.Select(i => Logits[i])], [.. positions.Select(i => Gold[i])]);

    /// <summary>−ln of the gold label's probability, or the mean binary cross-entropy over labels, in nats.</summary>
    internal double Loss(int row, double[] probabilities)
    {
        if (Target == "label") return Metrics.LogLoss.Of(probabilities, Array.IndexOf(Gold[row], 1.0));
        double sum = 0;
        for (var k = 0; k < probabilities.Length; k++) sum -= Math.Log(Math.Max(Metrics.LogLoss.Floor, Gold[row][k] == 1 ? probabilities[k] : 1 - probabilities[k]));
        return sum / probabilities.Length;
    }

    private static double[] Flags(LabelSet labels, IReadOnlyList<string> names)
    {
        var flags = new double[labels.Count];
        foreach (var name in names) flags[labels.IndexOf(name)] = 1;
        return flags;
    }
}
