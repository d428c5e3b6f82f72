using FineGrain.Core;
using FineGrain.Onnx;

namespace FineGrain.Inference.Quantizing;

/// <summary>Texts with the logits of the quantized network, for its folder.</summary>
internal static class SelfTestVectors
{
    /// <summary>Opening replays them all, so they are few and short.</summary>
    private const int Most = 6, MostTokens = 48;

    /// <summary>
    /// Share of a logit that another processor may differ by: its floats round otherwise, and an activation near the middle of two bytes falls to the other one. Measured as
    /// the difference between ONNX Runtime's fused kernels and the plain operators, this margin is its floor.
    /// </summary>
    private const float Margin = 0.01f;

    public static IReadOnlyList<SelfTest> Of(OnnxModel network, TrialNetwork trial, IReadOnlyList<SelfTest> known, IReadOnlyList<Example> examples)
    {
        using var fused = trial.Open(network);
        using var plain = trial.Open(network, GraphOptimization.None);
        var asks = fused.Manifest.Encoding.Aspects is not null;
        var texts = known.Select(t => (t.Text, t.Pair, t.Aspect)).Concat(examples.Select(e => (e.Text, e.Pair, Aspect: asks ? e.Asked : null)))
            .DistinctBy(t => (t.Text, t.Pair, t.Aspect?.Start, t.Aspect?.End)).Where(t => fused.Encode(t.Text, t.Pair, t.Aspect).Ids.Length <= MostTokens);
        return [.. texts.Take(Most).Select(t =>
        {
            var input = fused.Encode(t.Text, t.Pair, t.Aspect);
            var (logits, others) = (fused.Logits([input])[0], plain.Logits([input])[0]);
            // A text without units has no logits.
            var spread = logits.Zip(others, (x, y) => Math.Abs(x - y)).DefaultIfEmpty().Max();
            return new SelfTest(t.Text, t.Pair, logits, Math.Max(3 * spread, Margin * Math.Max(1, logits.Select(Math.Abs).DefaultIfEmpty().Max())), t.Aspect);
        })];
    }
}
