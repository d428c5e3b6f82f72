using FineGrain.Core;
using FineGrain.Core.Calibrating;
using FineGrain.Inference.Aspects;

namespace FineGrain.Inference;

/// <summary>Turns the logits of a row into an answer: probabilities with the calibration of the manifest, labels by maximum or threshold, or a number.</summary>
public sealed class Decoder
{
    private readonly ModelManifest manifest;
    private readonly Calibrator calibrator;
    private readonly double abstainBelow;
    private readonly double? farthest;

    /// <summary>The decoder of a model.</summary>
    /// <param name="manifest">Target, labels, calibration, thresholds and abstention.</param>
    /// <param name="abstainBelow">Takes the place of the manifest's; null keeps it.</param>
    /// <param name="coverage">Also give the conformal label set of this coverage, between 0 and 1; null gives none.</param>
    /// <exception cref="InputException">A coverage is asked of a model that cannot give it.</exception>
    public Decoder(ModelManifest manifest, double? abstainBelow = null, double? coverage = null)
    {
        this.manifest = manifest;
        this.abstainBelow = abstainBelow ?? manifest.AbstainBelow;
        calibrator = new(manifest.Target, manifest.Temperature, manifest.Calibration);
        Categories = manifest.Target == "categories" ? new(manifest.Labels) : null;
        if (coverage is not { } share) return;
        if (manifest.Target != "label") throw new InputException("coverage", $"label sets are for models of one label; '{manifest.Name}' has target '{manifest.Target}'. Leave --coverage out.");
        if (manifest.Calibration is not { Nonconformity: { Count: > 0 } scores })
            throw new InputException("coverage", $"model '{manifest.Name}' has no conformal scores: it was exported without dev data, or by an earlier version. Export it again with 'finegrain run'.");
        farthest = LabelSets.Threshold(scores, share);
    }

    /// <summary>The labels by category; null for other targets.</summary>
    internal LabelGroups? Categories { get; }

    /// <summary>The answer to <paramref name="example"/>.</summary>
    /// <param name="example">The example; its gold annotation and fields are carried over.</param>
    /// <param name="logits">Its logits, one a label in label-set order, or one for a number.</param>
    /// <exception cref="InputException">A logit is not a finite number: the network was broken in training.</exception>
    /// <exception cref="ArgumentException">The number of logits is not that of the manifest.</exception>
    public Prediction Decode(Example example, ReadOnlySpan<float> logits)
    {
        var expected = manifest.Target == "number" ? 1 : manifest.Labels.Count;
        if (logits.Length != expected) throw new ArgumentException($"{logits.Length} logits for {expected} outputs", nameof(logits));
        FiniteLogits.Check(example.Id, logits);
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
        var probabilities = Categories?.Probabilities(logits) ?? calibrator.Probabilities(logits);
        var chosen = Chosen(probabilities, logits);
        var unsure = manifest.Target == "label" && probabilities.Max() < abstainBelow;
        return prediction with
        {
            Labels = unsure ? [] : chosen,
            Probabilities = ByName(probabilities),
            Candidates = farthest is { } threshold ? [.. LabelSets.Of(probabilities, threshold).Select(k => manifest.Labels[k])] : null,
            Abstained = unsure ? true : null,
            GoldSpans = manifest.Encoding.Aspects is not null && example is { Labels.Count: > 0, Aspects: [var gold, ..] } ? [gold with { Label = example.Labels[0] }] : null,
            Spans = manifest.Encoding.Aspects is not null ? AspectAnswer.Of(example, unsure ? null : manifest.Labels[Largest(probabilities, logits)], probabilities.Max()) : null,
        };
    }

    /// <summary>An answer to an example that is known to be annotated: a row of a many-label task may have no label, a text no span, and then its gold is empty, not unknown.</summary>
    /// <param name="prediction">An answer of <see cref="Decode"/> or of a predictor.</param>
    /// <param name="target">label, labels, number, spans or triplets.</param>
    public static Prediction Annotated(Prediction prediction, string target) => target switch
    {
        "labels" or "categories" => prediction with { Gold = prediction.Gold ?? [] },
        "spans" => prediction with { GoldSpans = prediction.GoldSpans ?? [] },
        "triplets" => prediction with { GoldTriplets = prediction.GoldTriplets ?? [] },
        _ => prediction,
    };

    private IReadOnlyList<string> Chosen(double[] probabilities, ReadOnlySpan<float> logits)
    {
        if (manifest.Target == "label") return [manifest.Labels[Largest(probabilities, logits)]];
        if (Categories is not null) return [.. Categories.Chosen(probabilities).Select(k => manifest.Labels[k])];
        return [.. manifest.Labels.Where((_, i) => probabilities[i] >= (manifest.Thresholds.Count == 0 ? 0.5 : manifest.Thresholds[i]))];
    }

    /// <summary>The most probable label; isotonic curves have flat stretches, and there the logit decides.</summary>
    private static int Largest(double[] probabilities, ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var k = 1; k < probabilities.Length; k++)
            if (probabilities[k] > probabilities[best] || (probabilities[k] == probabilities[best] && logits[k] > logits[best])) best = k;
        return best;
    }

    private OrderedDictionary<string, double> ByName(double[] probabilities)
    {
        var result = new OrderedDictionary<string, double>(probabilities.Length, StringComparer.Ordinal);
        for (var i = 0; i < probabilities.Length; i++) result.Add(manifest.Labels[i], probabilities[i]);
        return result;
    }
}
