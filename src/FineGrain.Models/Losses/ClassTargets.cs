using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>One-label targets as distributions over classes, and what they weigh.</summary>
internal static class ClassTargets
{
    /// <summary>Index of a row that has no target.</summary>
    public const int Ignored = -100;

    /// <summary>Distributions, float32 [B, C], and weights, float32 [B]: Σ_c w_c q_c, and 0 for an ignored row.</summary>
    /// <param name="values">Class indices [B] or distributions [B, C].</param>
    /// <param name="logits">The logits, for their shape [B, C].</param>
    /// <param name="classWeights">Float32 [C], or null.</param>
    public static (Tensor Distributions, Tensor Weights) Of(Tensor values, Tensor logits, Tensor? classWeights)
    {
        var present = values.dim() == 2 ? ones(values.shape[0], device: logits.device) : values.ne(Ignored).to(ScalarType.Float32); // (B)
        var distributions = values.dim() == 2
            ? values
            : zeros_like(logits).scatter_(1, values.clamp_min(0).to(ScalarType.Int64).unsqueeze(1), ones(values.shape[0], 1, device: logits.device)); // (B, C)
        return (distributions, classWeights is null ? present : present * distributions.matmul(classWeights.to(logits.device)));
    }
}
