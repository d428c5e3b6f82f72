using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>
/// ℓ = mean over labels of −w_c y_c log σ(z_c) − (1 − y_c) log(1 − σ(z_c)), computed from logits without overflow as
/// (1 − y) z + (1 + (w − 1) y) log(1 + e^−z). Smoothing moves y to (1 − ε) y + ε / 2. A row with a flag of −100 is ignored.
/// </summary>
/// <param name="smoothing">ε in [0, 1).</param>
/// <param name="classWeights">Weight of each label where it is present, or null.</param>
public sealed class BinaryCrossEntropy(double smoothing = 0, IReadOnlyList<float>? classWeights = null) : Loss
{
    private readonly float[]? weights = classWeights?.ToArray();

    private protected override (Tensor Losses, Tensor Weights) Rows(Tensor logits, Tensor values)
    {
        var flags = values.view(logits.shape); // (B, C); one label alone comes as (B)
        var present = flags.ne(ClassTargets.Ignored).all(1).to(ScalarType.Float32); // (B)
        flags = flags.clamp_min(0);
        if (smoothing > 0) flags = flags * (1 - smoothing) + smoothing / 2;
        var softplus = nn.functional.softplus(-logits); // log(1 + e^-z)
        var factor = weights is null ? ones_like(flags) : 1 + (tensor(weights, device: logits.device) - 1) * flags;
        return (((1 - flags) * logits + factor * softplus).mean([1]), present);
    }
}
