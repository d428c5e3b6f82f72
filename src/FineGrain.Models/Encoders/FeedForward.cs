using FineGrain.Models.Activations;
using FineGrain.Models.Emission;
using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>activation(x Wᵀ + b), the inner half of the feed-forward block. Source: Vaswani et al. 2017, equation 2; GELU as in BERT.</summary>
public sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm? before;
    [ComponentName(Name = "dense")] private readonly Linear dense;
    private readonly Activation activation;

    internal FeedForward(TransformerConfig config, Initializer initial) : base(nameof(FeedForward))
    {
        before = config.Norm == "pre" ? new(config.Width, config.NormEpsilon) : null;
        dense = new(initial.Normal(config.InitialDeviation, config.Inner, config.Width));
        activation = Activation.Named(config.Activation);
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <param name="input">Float32 [B, T, H].</param>
    /// <returns>Float32 [B, T, inner], or bfloat16 where training computes products in it.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return activation.Apply(dense.forward(before is null ? input : before.forward(input))).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue input) =>
        activation.Emit(emitter, dense.Emit(emitter, before is null ? input : before.Emit(emitter, input)));
}
