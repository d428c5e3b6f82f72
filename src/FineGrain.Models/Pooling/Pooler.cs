using FineGrain.Models.Activations;
using FineGrain.Models.Emission;
using FineGrain.Models.Encoders;
using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Pooling;

/// <summary>activation(W p + b) of a pooled vector: tanh in BERT (Devlin et al. 2019, in its code) and RoBERTa, gelu in ELECTRA, relu in DistilBERT.</summary>
public sealed class Pooler : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "dense")] private readonly Linear dense;
    private readonly Activation activation;

    internal Pooler(TransformerConfig config, Initializer initial) : base(nameof(Pooler))
    {
        dense = new(initial.Normal(config.InitialDeviation, config.Width, config.Width));
        activation = Activation.Named(config.PoolerActivation);
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <param name="input">Float32 [B, H].</param>
    /// <returns>Float32 [B, H].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return activation.Apply(dense.forward(input)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue input) => activation.Emit(emitter, dense.Emit(emitter, input));
}
