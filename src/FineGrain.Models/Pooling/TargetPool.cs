using FineGrain.Models.Emission;
using FineGrain.Models.Encoders;
using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Pooling;

/// <summary>
/// q + Σ α_t h_t with α = softmax(h_tᵀ W q / √H) over tokens, q the mean state of the asked aspect's tokens (type 1); q = 0 where a row has none, and then the states' mean is left.
/// Source: Ma et al. 2017 (interactive attention), equations 3 to 6, whose bilinear score this is, without its tanh.
/// </summary>
public sealed class TargetPool : Pool
{
    /// <summary>How the query's weight is called behind the names of the modules that hold it.</summary>
    internal const string QueryName = "pooling.query.weight";

    [ComponentName(Name = "query")] private readonly Linear query;
    private readonly double scale;

    /// <summary>An attention over states of the given width.</summary>
    /// <param name="width">Width H.</param>
    /// <param name="initial">Draws first weights.</param>
    public TargetPool(int width, Initializer initial) : base(nameof(TargetPool))
    {
        ArgumentNullException.ThrowIfNull(initial);
        query = new(initial.Glorot(width, width), bias: false);
        scale = 1 / Math.Sqrt(width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override bool UsesTokenTypes => true;

    /// <inheritdoc/>
    public override Tensor forward(Tensor states, Tensor mask) => forward(states, mask, null);

    /// <inheritdoc/>
    public override Tensor forward(Tensor states, Tensor mask, Tensor? types)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(mask);
        using var scope = NewDisposeScope();
        var flags = mask.to(ScalarType.Float32); // (B, T)
        var inside = (types is null ? zeros_like(mask) : types).to(ScalarType.Float32).unsqueeze(1); // (B, 1, T)
        var target = inside.bmm(states) / inside.sum(-1, true).clamp_min(1); // (B, 1, H)
        var scores = query.forward(target).bmm(states.transpose(1, 2)).squeeze(1) * scale + (1 - flags) * Masking.Hidden; // (B, T)
        var weights = scores.softmax(-1) * flags; // a row without a token gets 0
        return (target + weights.unsqueeze(1).bmm(states)).squeeze(1).MoveToOuterDisposeScope(); // (B, H)
    }

    internal override OnnxValue Emit(GraphEmitter emitter, OnnxValue states)
    {
        var graph = emitter.Graph;
        var inside = graph.Unsqueeze(graph.Cast(emitter.TokenTypeIds, OnnxType.Float), 1);
        var target = graph.Div(graph.MatMul(inside, states), graph.Max(graph.ReduceSum(inside, [-1], keep: true), graph.Scalar(1f))); // (B, 1, H)
        var hidden = graph.Mul(graph.Sub(graph.Scalar(1f), emitter.FloatMask), (float)Masking.Hidden);
        var scores = graph.Add(graph.Mul(graph.Squeeze(graph.MatMul(query.Emit(emitter, target), graph.Transpose(states, 0, 2, 1)), 1), (float)scale), hidden);
        var weights = graph.Mul(graph.Softmax(scores), emitter.FloatMask);
        return graph.Squeeze(graph.Add(target, graph.MatMul(graph.Unsqueeze(weights, 1), states)), 1);
    }
}
