using FineGrain.Core;
using FineGrain.Onnx;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Quantizing;

/// <summary>Measures the range of every product's input on texts.</summary>
internal static class Calibration
{
    public static IReadOnlyDictionary<string, ActivationRange> Ranges(OnnxModel model, TrialNetwork trial, IReadOnlyList<Example> examples, CancellationToken cancellation)
    {
        string[] values = [.. Quantizer.Layers(model).Select(l => l.Input).Where(i => i.Length > 0).Distinct(StringComparer.Ordinal)];
        string[] outputs = [.. values.Select(Observation.Low), .. values.Select(Observation.High)];
        var ranges = new Dictionary<string, ActivationRange>(StringComparer.Ordinal);
        using var session = TrialNetwork.Session(Observation.Of(model, values));
        foreach (var batch in trial.Batches(examples))
        {
            cancellation.ThrowIfCancellationRequested();
            var extremes = session.Run(batch, outputs, cancellation);
            for (var i = 0; i < values.Length; i++)
            {
                var range = new ActivationRange(extremes[i][0], extremes[values.Length + i][0]);
                ranges[values[i]] = ranges.TryGetValue(values[i], out var known) ? known.Joined(range) : range;
            }
        }
        return ranges;
    }
}
