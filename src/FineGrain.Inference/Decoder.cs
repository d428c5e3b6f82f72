using FineGrain.Core;

namespace FineGrain.Inference;

/// <summary>Turns the logits of a row into an answer: probabilities with the temperature of the manifest, labels by maximum or threshold, or a number.</summary>
/// <param name="manifest">Target, labels, temperature and thresholds.</param>
public sealed class Decoder(ModelManifest manifest)
{
    /// <summary>The answer to <paramref name="example"/>.</summary>
    /// <param name="example">The example; its gold annotation and fields are carried over.</param>
    /// <param name="logits">Its logits, one a label in label-set order, or one for a number.</param>
    /// <exception cref="InputException">A logit is not a finite number: the network was broken in training.</exception>
    /// <exception cref="ArgumentException">The number of logits is not that of the manifest.</exception>
    public Prediction Decode(Example example, ReadOnlySpan<float> logits)
    {
        var expected = manifest.Target == "number" ? 1 : manifest.Labels.Count;
        if (logits.Length != expected) throw new ArgumentException($"{logits.Length} logits for {expected} outputs", nameof(logits));
        foreach (var logit in logits)
            if (!float.IsFinite(logit)) throw new InputException(example.Id, $"the network answers {logit}, which is no number to decide by. Train the model again with a smaller learning rate.");
        var prediction = new Prediction
        {
            Id = example.Id,
            Text = example.Text,
            Pair = example.Pair,
            Gold = manifest.Target == "number" || example.Labels.Count == 0 ? null : example.Labels,
            GoldNumber = manifest.Target == "number" ? example.Number : null,
            Fields = example.Fields.Count == 0 ? null : example.Fields,
        };
        if (manifest.Target == "number") return prediction with { Number = logits[0] };
        var probabilities = manifest.Target == "label" ? Softmax(logits) : Sigmoid(logits);
        return prediction with { Labels = Chosen(probabilities), Probabilities = ByName(probabilities) };
    }

    /// <summary>An answer to an example that is known to be annotated: a row of a many-label task may have no label, and then its gold is empty, not unknown.</summary>
    /// <param name="prediction">An answer of <see cref="Decode"/> or of a predictor.</param>
    /// <param name="target">label, labels or number.</param>
    public static Prediction Annotated(Prediction prediction, string target) => target == "labels" ? prediction with { Gold = prediction.Gold ?? [] } : prediction;

    /// <summary>e^(z_i/T) / Σ e^(z_j/T) (Guo et al. 2017, equation 9), with the largest logit taken off first so that nothing overflows.</summary>
    private double[] Softmax(ReadOnlySpan<float> logits)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits) largest = Math.Max(largest, logit);
        var result = new double[logits.Length];
        var sum = 0.0;
        for (var i = 0; i < logits.Length; i++) sum += result[i] = Math.Exp((logits[i] - (double)largest) / manifest.Temperature);
        for (var i = 0; i < result.Length; i++) result[i] /= sum;
        return result;
    }

    /// <summary>1 / (1 + e^(−z/T)) of each label on its own.</summary>
    private double[] Sigmoid(ReadOnlySpan<float> logits)
    {
        var result = new double[logits.Length];
        for (var i = 0; i < logits.Length; i++) result[i] = 1 / (1 + Math.Exp(-logits[i] / manifest.Temperature));
        return result;
    }

    private IReadOnlyList<string> Chosen(double[] probabilities)
    {
        if (manifest.Target == "label") return [manifest.Labels[Array.IndexOf(probabilities, probabilities.Max())]];
        return [.. manifest.Labels.Where((_, i) => probabilities[i] >= (manifest.Thresholds.Count == 0 ? 0.5 : manifest.Thresholds[i]))];
    }

    private OrderedDictionary<string, double> ByName(double[] probabilities)
    {
        var result = new OrderedDictionary<string, double>(probabilities.Length, StringComparer.Ordinal);
        for (var i = 0; i < probabilities.Length; i++) result.Add(manifest.Labels[i], probabilities[i]);
        return result;
    }
}
