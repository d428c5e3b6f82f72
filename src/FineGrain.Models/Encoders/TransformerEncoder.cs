using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using LayerNorm = FineGrain.Models.Layers.LayerNorm;

namespace FineGrain.Models.Encoders;

/// <summary>A stack of layers, or one layer applied several times (ALBERT: Lan et al. 2020, section 3.1); pre-norm ends in a LayerNorm.</summary>
public sealed class TransformerEncoder : nn.Module
{
    [ComponentName(Name = "layer")] private readonly ModuleList<TransformerLayer> layers;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm? last;
    private readonly Rotary? rotary;
    private readonly int times;

    internal TransformerEncoder(TransformerConfig config, Initializer initial, DropoutStream random) : base(nameof(TransformerEncoder))
    {
        rotary = config.Positions == "rotary" ? new(config.MaxPositions, config.HeadWidth) : null;
        var count = config.SharedLayers ? 1 : config.Layers;
        layers = new([.. Enumerable.Range(0, count).Select(_ => new TransformerLayer(config, initial, random, rotary))]);
        times = config.Layers / count;
        last = config.Norm == "pre" ? new(config.Width, config.NormEpsilon) : null;
        RegisterComponents();
    }

    /// <summary>Contextual states of the tokens.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="attentionMask">1 for a token, 0 for padding, int64 [B, T].</param>
    /// <param name="trace">Takes the states and attention weights of each layer, or null.</param>
    /// <param name="firstOnly">Whether only the first token's state is wanted, Q = 1 instead of T: the last layer then computes no other.</param>
    /// <returns>Float32 [B, Q, H]; rows of padding hold no meaning.</returns>
    public Tensor forward(Tensor states, Tensor attentionMask, Trace? trace = null, bool firstOnly = false)
    {
        using var scope = NewDisposeScope();
        var mask = Masking.Additive(attentionMask); // (B, 1, 1, T)
        for (var i = 0; i < Depth; i++)
        {
            states = Layer(i).forward(states, mask, trace, firstOnly && i == Depth - 1);
            trace?.AddStates(states);
        }
        return (last is null ? states.alias() : last.forward(states)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue states, bool firstOnly = false)
    {
        var mask = Masking.Additive(emitter);
        for (var i = 0; i < Depth; i++) states = Layer(i).Emit(emitter, states, mask, firstOnly && i == Depth - 1);
        return last is null ? states : last.Emit(emitter, states);
    }

    private int Depth => layers.Count * times;

    private TransformerLayer Layer(int depth) => layers[depth / times];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) rotary?.Dispose();
        base.Dispose(disposing);
    }
}
