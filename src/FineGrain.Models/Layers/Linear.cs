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

    /// <summary>Whether training computes in bfloat16, see <see cref="Encoders.Bfloat16Products"/>; the weights stay float32.</summary>
    internal bool Bfloat16InTraining { get; set; }

    /// <inheritdoc/>
    /// <param name="input">Float32 [..., in], or bfloat16 where training computes in it.</param>
    /// <returns>Float32 [..., out], or bfloat16 likewise.</returns>
    public override Tensor forward(Tensor input)
    {
        if (!Bfloat16InTraining || !training) return nn.functional.linear(input, weight, bias);
        using var x = input.to(ScalarType.BFloat16);
        using var w = weight.to(ScalarType.BFloat16);
        using var b = bias?.to(ScalarType.BFloat16);
        return nn.functional.linear(x, w, b);
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue input)
    {
        var product = emitter.Graph.MatMul(input, emitter.Transposed(weight));
        return bias is null ? product : emitter.Graph.Add(product, emitter.Weight(bias));
    }
}
