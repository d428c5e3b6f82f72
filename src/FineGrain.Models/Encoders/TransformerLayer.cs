using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>One encoder layer: attention block, then feed-forward block. Source: Vaswani et al. 2017, section 3.1; checkpoint names as in BERT.</summary>
public sealed class TransformerLayer : nn.Module
{
    [ComponentName(Name = "attention")] private readonly AttentionBlock attention;
    [ComponentName(Name = "intermediate")] private readonly FeedForward intermediate;
    [ComponentName(Name = "output")] private readonly BlockOutput output;

    internal TransformerLayer(TransformerConfig config, Initializer initial, DropoutStream random, Rotary? rotary) : base(nameof(TransformerLayer))
    {
        attention = new(config, initial, random, rotary);
        intermediate = new(config, initial);
        output = new(config.Inner, config, initial, random);
        RegisterComponents();
    }

    /// <summary>The layer.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="mask">As in <see cref="SelfAttention.forward"/>.</param>
    /// <param name="trace">Takes the attention weights, or null.</param>
    /// <param name="firstOnly">Whether only the first token's state is wanted: Q = 1 instead of T.</param>
    /// <returns>Float32 [B, Q, H].</returns>
    public Tensor forward(Tensor states, Tensor mask, Trace? trace = null, bool firstOnly = false)
    {
        using var scope = NewDisposeScope();
        var attended = attention.forward(states, mask, trace, firstOnly);
        return output.forward(intermediate.forward(attended), attended).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue states, OnnxValue mask, bool firstOnly = false)
    {
        var attended = attention.Emit(emitter, states, mask, firstOnly);
        return output.Emit(emitter, intermediate.Emit(emitter, attended), attended);
    }
}
