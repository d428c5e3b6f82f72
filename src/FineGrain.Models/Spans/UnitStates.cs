using FineGrain.Models.Emission;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using static TorchSharp.torch;

namespace FineGrain.Models.Spans;

/// <summary>States of units from states of tokens: that of the first token (Devlin et al. 2019, section 5.3), or the mean over the unit's tokens.</summary>
/// <param name="mean">Whether to take the mean.</param>
internal sealed class UnitStates(bool mean)
{
    /// <summary>The states of the units.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="units">The units.</param>
    /// <returns>Float32 [B, U, H].</returns>
    public Tensor Of(Tensor states, UnitInput units)
    {
        using var scope = NewDisposeScope();
        if (units.AreTokens) return states.alias().MoveToOuterDisposeScope();
        if (!mean) return states.gather(1, units.FirstTokens.unsqueeze(-1).expand(-1, -1, states.shape[2])).MoveToOuterDisposeScope();
        var numbers = arange(units.Mask.shape[1], device: states.device).view(1, -1, 1); // (1, U, 1)
        var members = units.OfTokens.unsqueeze(1).eq(numbers).to(ScalarType.Float32); // (B, U, T)
        return (members / members.sum(-1, keepdim: true).clamp_min(1)).bmm(states).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    public OnnxValue Emit(GraphEmitter emitter, OnnxValue states)
    {
        var graph = emitter.Graph;
        if (!mean) return graph.Node("GatherND", [states, graph.Unsqueeze(emitter.UnitTokens, -1)], ("batch_dims", 1L));
        var numbers = graph.Node("Range", [graph.Squeeze(graph.Integers(0), 0), graph.Squeeze(graph.Dim(emitter.UnitTokens, 1), 0), graph.Squeeze(graph.Integers(1), 0)]); // (U)
        var members = graph.Cast(graph.Node("Equal", [graph.Unsqueeze(emitter.TokenUnits, 1), graph.Unsqueeze(numbers, -1)]), OnnxType.Float); // (B, U, T)
        var counts = graph.Max(graph.ReduceSum(members, [-1], keep: true), graph.Scalar(1f));
        return graph.MatMul(graph.Div(members, counts), states);
    }
}
