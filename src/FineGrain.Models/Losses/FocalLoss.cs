using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>
/// ℓ = −Σ_c q_c (1 − p_c)^γ log p_c with p = softmax(z): rows that are already right count less. Source: Lin et al. 2017, equation 4,
/// in its form for several classes.
/// </summary>
/// <param name="gamma">γ at least 0; 0 is cross-entropy.</param>
/// <param name="classWeights">Weight of each class (the paper's α), or null.</param>
public sealed class FocalLoss(double gamma = 2, IReadOnlyList<float>? classWeights = null) : Loss(classWeights)
{
    private protected override (Tensor Losses, Tensor Weights) Rows(Tensor logits, Tensor values)
    {
        var (distributions, rowWeights) = ClassTargets.Of(values, logits, ClassWeights is null ? null : tensor(ClassWeights));
        var logs = logits.log_softmax(-1); // (B, C)
        // Not quite 0 at p = 1: below γ = 1 the slope of the power is infinite there.
        var easing = (1 - logs.exp()).clamp_min(1e-7).pow(gamma);
        return (-(distributions * easing * logs).sum(-1), rowWeights);
    }
}
