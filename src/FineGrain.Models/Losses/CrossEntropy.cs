using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>
/// ℓ = −Σ_c q_c log softmax(z)_c with q = (1 − ε) · target + ε / C. Smoothing: Szegedy et al. 2016, section 7. The class weight is that of
/// the target class before smoothing, so that a row's weight does not depend on ε.
/// </summary>
/// <param name="smoothing">ε in [0, 1).</param>
/// <param name="classWeights">Weight of each class, or null.</param>
public sealed class CrossEntropy(double smoothing = 0, IReadOnlyList<float>? classWeights = null) : Loss(classWeights)
{
    private protected override (Tensor Losses, Tensor Weights) Rows(Tensor logits, Tensor values)
    {
        var (distributions, rowWeights) = ClassTargets.Of(values, logits, ClassWeights is null ? null : tensor(ClassWeights));
        if (smoothing > 0) distributions = distributions * (1 - smoothing) + smoothing / logits.shape[1];
        return (-(distributions * logits.log_softmax(-1)).sum(-1), rowWeights);
    }
}
