using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Layers;

/// <summary>y = x Wᵀ + b.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "bias")] private readonly Parameter? bias;

    /// <summary>A layer with the given first weight and bias 0.</summary>
    /// <param name="weight">Float32 [out, in]; the layer owns it.</param>
    /// <param name="bias">Whether to add a bias.</param>
    public Linear(Parameter weight, bool bias = true) : base(nameof(Linear))
    {
        this.weight = weight;
        this.bias = bias ? Initializer.Constant(0, weight.shape[0]) : null;
        RegisterComponents();
    }

    /// <summary>Width of the result.</summary>
    public long Outputs => weight.shape[0];

    /// <inheritdoc/>
    /// <param name="input">Float32 [..., in].</param>
    /// <returns>Float32 [..., out].</returns>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue input)
    {
        var product = emitter.Graph.MatMul(input, emitter.Transposed(weight));
        return bias is null ? product : emitter.Graph.Add(product, emitter.Weight(bias));
    }
}
