using FineGrain.Models.Emission;
using FineGrain.Models.Encoders;
using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Pooling;

/// <summary>
/// Σ α_t h_t with α = softmax(u · tanh(W h_t + b)) over tokens. Source: Yang et al. 2016 (hierarchical attention), equations 5 to 7.
/// </summary>
public sealed class AttentionPool : Pool
{
    [ComponentName(Name = "dense")] private readonly Linear dense;
    [ComponentName(Name = "score")] private readonly Linear score;

    /// <summary>An attention over states of the given width.</summary>
    /// <param name="width">Width H.</param>
    /// <param name="initial">Draws first weights.</param>
    public AttentionPool(int width, Initializer initial) : base(nameof(AttentionPool))
    {
        ArgumentNullException.ThrowIfNull(initial);
        dense = new(initial.Glorot(width, width));
        score = new(initial.Glorot(1, width), bias: false); // a bias would cancel in the softmax
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor states, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var flags = mask.to(ScalarType.Float32); // (B, T)
        var scores = score.forward(dense.forward(states).tanh()).squeeze(-1) + (1 - flags) * Masking.Hidden; // (B, T)
        var weights = scores.softmax(-1) * flags; // a row without a token gets 0
        return weights.unsqueeze(1).bmm(states).squeeze(1).MoveToOuterDisposeScope(); // (B, H)
    }

    internal override OnnxValue Emit(GraphEmitter emitter, OnnxValue states)
    {
        var graph = emitter.Graph;
        var hidden = graph.Mul(graph.Sub(graph.Scalar(1f), emitter.FloatMask), (float)Masking.Hidden);
        var scores = graph.Add(graph.Squeeze(score.Emit(emitter, graph.Tanh(dense.Emit(emitter, states))), -1), hidden);
        var weights = graph.Mul(graph.Softmax(scores), emitter.FloatMask);
        return graph.Squeeze(graph.MatMul(graph.Unsqueeze(weights, 1), states), 1);
    }
}
