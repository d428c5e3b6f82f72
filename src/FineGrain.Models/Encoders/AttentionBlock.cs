using FineGrain.Models.Emission;
using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>Attention with its residual: LN(x + f(x)) with post-norm, x + f(LN(x)) with pre-norm (Xiong et al. 2020, figure 1).</summary>
public sealed class AttentionBlock : nn.Module
{
    [ComponentName(Name = "self")] private readonly SelfAttention self;
    [ComponentName(Name = "output")] private readonly BlockOutput output;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm? before;

    internal AttentionBlock(TransformerConfig config, Initializer initial, DropoutStream random, Rotary? rotary) : base(nameof(AttentionBlock))
    {
        before = config.Norm == "pre" ? new(config.Width, config.NormEpsilon) : null;
        self = new(config, initial, random, rotary);
        output = new(config.Heads * config.HeadWidth, config, initial, random);
        RegisterComponents();
    }

    /// <summary>The block.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="mask">As in <see cref="SelfAttention.forward"/>.</param>
    /// <param name="trace">Takes the attention weights, or null.</param>
    /// <param name="firstOnly">Whether the first token alone asks: Q = 1 instead of T.</param>
    /// <returns>Float32 [B, Q, H].</returns>
    public Tensor forward(Tensor states, Tensor mask, Trace? trace = null, bool firstOnly = false)
    {
        using var scope = NewDisposeScope();
        var mixed = self.forward(before is null ? states : before.forward(states), mask, trace, firstOnly);
        return output.forward(mixed, firstOnly ? states.narrow(1, 0, 1) : states).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue states, OnnxValue mask, bool firstOnly = false) =>
        output.Emit(emitter, self.Emit(emitter, before is null ? states : before.Emit(emitter, states), mask, firstOnly), firstOnly ? emitter.Graph.Slice(states, 1, 0, 1) : states);
}
