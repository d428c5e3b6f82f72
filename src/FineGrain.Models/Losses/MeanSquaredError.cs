using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>ℓ = (z − y)²; a row whose number is NaN is ignored.</summary>
public sealed class MeanSquaredError : Loss
{
    private protected override (Tensor Losses, Tensor Weights) Rows(Tensor logits, Tensor values)
    {
        var numbers = values.view(-1); // (B)
        var present = numbers.isnan().logical_not();
        var error = logits.view(-1) - where(present, numbers, zeros_like(numbers));
        return (error * error, present.to(ScalarType.Float32));
    }
}
