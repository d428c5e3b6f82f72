using FineGrain.Models.Emission;
using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>The end of both blocks of a layer: projection, dropout, residual, and the LayerNorm of post-norm.</summary>
public sealed class BlockOutput : nn.Module
{
    [ComponentName(Name = "dense")] private readonly Linear dense;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm? after;
    private readonly Dropout dropout;

    internal BlockOutput(int inputs, TransformerConfig config, Initializer initial, DropoutStream random) : base(nameof(BlockOutput))
    {
        dense = new(initial.Normal(config.InitialDeviation, config.Width, inputs));
        dropout = new(config.Dropout, random);
        after = config.Norm == "post" ? new(config.Width, config.NormEpsilon) : null;
        RegisterComponents();
    }

    /// <summary>residual + dropout(dense(input)), normed with post-norm.</summary>
    /// <param name="input">Float32 [B, T, inputs], or bfloat16 where training computes products in it.</param>
    /// <param name="residual">Float32 [B, T, H].</param>
    /// <returns>Float32 [B, T, H].</returns>
    public Tensor forward(Tensor input, Tensor residual)
    {
        using var scope = NewDisposeScope();
        var sum = dropout.Add(dense.forward(input), residual);
        return (after is null ? sum : after.forward(sum)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue input, OnnxValue residual)
    {
        var sum = emitter.Graph.Add(dense.Emit(emitter, input), residual);
        return after is null ? sum : after.Emit(emitter, sum);
    }
}
