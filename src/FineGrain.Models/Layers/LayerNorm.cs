using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Layers;

/// <summary>
/// y = γ (x − mean) / sqrt(variance + ε) + β over the last axis, variance divided by H. Source: Ba, Kiros and Hinton 2016, equation 4.
/// </summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "bias")] private readonly Parameter bias;
    private readonly double epsilon;

    /// <summary>A norm that starts as γ = 1, β = 0.</summary>
    /// <param name="width">Size H of the last axis.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm(long width, double epsilon) : base(nameof(LayerNorm))
    {
        weight = Initializer.Constant(1, width);
        bias = Initializer.Constant(0, width);
        this.epsilon = epsilon;
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <param name="input">Float32 [..., H].</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, weight.shape, weight, bias, epsilon);

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue input) =>
        emitter.Graph.LayerNormalization(input, emitter.Weight(weight), emitter.Weight(bias), (float)epsilon);
}
