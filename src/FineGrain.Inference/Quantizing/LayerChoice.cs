using FineGrain.Core;
using FineGrain.Onnx;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Quantizing;

/// <summary>Which layers can be quantized without losing score: all of them if that holds, else all but the most sensitive 1, 2, 4, ….</summary>
internal sealed class LayerChoice(OnnxModel model, TrialNetwork trial, QuantizationPlan plan, IReadOnlyList<QuantizableLayer> layers, QuantizationOptions options, IReadOnlyList<Example> probes)
{
    /// <summary>What was chosen.</summary>
    public sealed record Result(IReadOnlySet<string> Kept, IReadOnlyList<LayerSensitivity> Layers, double? Before, double? After, double? Agreement);

    public Result Choose(CancellationToken cancellation)
    {
        if (plan.Examples.Count == 0) return Made([], null, null, null, null);
        List<Prediction> floats;
        using (var predictor = trial.Open(model)) floats = [.. predictor.Predict(plan.Examples, cancellation)];
        var before = plan.Score?.Invoke(floats) ?? 100;
        var errors = plan.Sensitivity ? Errors(cancellation) : null;
        HashSet<string> kept = [];
        for (var count = 1; ; count *= 2)
        {
            var answers = Answers(kept, cancellation);
            var agreement = 100.0 * floats.Zip(answers).Count(p => SameAnswer.Of(p.First, p.Second)) / floats.Count;
            var after = plan.Score?.Invoke(answers) ?? agreement;
            if (before - after <= plan.MaxDrop) return Made(kept, errors, before, after, agreement);
            if (kept.Count == layers.Count || count > 2 * layers.Count)
                throw new InputException("compress", FormattableString.Invariant($"no layer can be quantized within {plan.MaxDrop} points: {before:F2} falls to {after:F2}. Allow more with --max-drop."));
            errors ??= Errors(cancellation);
            kept = errors.OrderByDescending(e => e.Value).Take(count).Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        }
    }

    private List<Prediction> Answers(HashSet<string> kept, CancellationToken cancellation)
    {
        using var predictor = trial.Open(Quantizer.Quantize(model, options with { Keep = kept }));
        return [.. predictor.Predict(plan.Examples, cancellation)];
    }

    /// <summary>Root mean squared change of a logit by layer, each quantized alone.</summary>
    private Dictionary<string, double> Errors(CancellationToken cancellation)
    {
        var exact = Logits(model, cancellation);
        var names = layers.Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        return layers.ToDictionary(l => l.Name, l =>
        {
            var rounded = Logits(Quantizer.Quantize(model, options with { Keep = names.Where(n => n != l.Name).ToHashSet(StringComparer.Ordinal) }), cancellation);
            return Math.Sqrt(exact.Zip(rounded).SelectMany(rows => rows.First.Zip(rows.Second, (x, y) => Math.Pow(x - y, 2))).Average());
        }, StringComparer.Ordinal);
    }

    private float[][] Logits(OnnxModel network, CancellationToken cancellation)
    {
        using var predictor = trial.Open(network);
        return predictor.Logits([.. probes.Select(predictor.Encode)], cancellation);
    }

    private Result Made(HashSet<string> kept, Dictionary<string, double>? errors, double? before, double? after, double? agreement) => new(kept,
        [.. layers.Select(l => new LayerSensitivity(l.Name, l.Operator, l.Elements, errors?[l.Name], kept.Contains(l.Name)))], before, after, agreement);
}
