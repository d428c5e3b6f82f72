using FineGrain.Models.Emission;
using FineGrain.Onnx;
using static TorchSharp.torch;

namespace FineGrain.Models.Pooling;

/// <summary>Σ m_t h_t / max(1, Σ m_t): the mean over tokens.</summary>
public sealed class MeanPool : Pool
{
    /// <summary>A pooling without parameters.</summary>
    public MeanPool() : base(nameof(MeanPool)) { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor states, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var weights = mask.to(ScalarType.Float32).unsqueeze(1); // (B, 1, T)
        var sum = weights.bmm(states).squeeze(1); // (B, H)
        return (sum / weights.sum(-1).clamp_min(1)).MoveToOuterDisposeScope();
    }

    internal override OnnxValue Emit(GraphEmitter emitter, OnnxValue states)
    {
        var graph = emitter.Graph;
        var sum = graph.Squeeze(graph.MatMul(graph.Unsqueeze(emitter.FloatMask, 1), states), 1);
        return graph.Div(sum, graph.Max(graph.ReduceSum(emitter.FloatMask, [1], keep: true), graph.Scalar(1f)));
    }
}
