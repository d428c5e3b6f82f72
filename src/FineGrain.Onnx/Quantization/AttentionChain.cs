using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>
/// The attention of a layer as our Transformers write it, from the split into heads to their joining, fifteen nodes: softmax(Q Kᵀ / √D + mask) V. In its place the operator
/// <c>finegrain.Attention(q, k, v, mask, heads)</c> reads the heads where they lie: q float [B, Q, N · D], k and v float [B, T, N · D], mask float [B, 1, 1, T], heads int64 [1] with N; it gives float [B, Q, N · D].
/// </summary>
public static class AttentionChain
{
    /// <summary>Its name in <see cref="RowProduct.Domain"/>.</summary>
    public const string Operator = "Attention";

    /// <summary>D is a multiple of it.</summary>
    public const int Step = 16;

    private static readonly long[] ToHeads = [0, 2, 1, 3], Turned = [0, 1, 3, 2];

    /// <summary>Marks the nodes of every chain as left out but the last, and gives for that what the operator reads.</summary>
    internal static IReadOnlyDictionary<NodeProto, string[]> Take(OnnxModel model, GraphEdit edit)
    {
        var makers = model.Nodes.SelectMany(n => n.Outputs, (n, o) => (Node: n, Output: o)).ToDictionary(m => m.Output, m => m.Node, StringComparer.Ordinal);
        var found = new Dictionary<NodeProto, string[]>();
        foreach (var softmax in model.Nodes.Where(n => n.OpType == "Softmax" && n.Attributes.Exists(a => a is { Name: "axis", Value: -1L })))
        {
            if (Maker(softmax.Inputs[0], "Add") is not { } masked || Operand(masked, "Mul") is not var (scaled, mask) || Operand(scaled, "MatMul") is not var (scores, scale)
                || Maker(scores.Inputs[1], "Transpose", Turned) is not { } turned || Heads(scores.Inputs[0]) is not { } q || Heads(turned.Inputs[0]) is not { } k
                || edit.SoleReader(softmax.Outputs[0]) is not { OpType: "MatMul" } mixed || mixed.Inputs[0] != softmax.Outputs[0] || Heads(mixed.Inputs[1]) is not { } v
                || edit.SoleReader(mixed.Outputs[0]) is not { OpType: "Transpose" } joined || !IsTurn(joined, ToHeads) || edit.SoleReader(joined.Outputs[0]) is not { OpType: "Reshape" } last
                || q.Count != k.Count || k.Count != v.Count || q.Width != k.Width || k.Width != v.Width || q.Width % Step != 0
                || edit.Integers(last.Inputs[1]) is not [0, 0, var width] || width != q.Count * q.Width || edit.Floats(scale)?.ToArray<float>() is not [var factor] || Math.Abs((factor * Math.Sqrt(q.Width)) - 1) > 1e-6) continue;
            foreach (var node in (NodeProto[])[.. q.Nodes, .. k.Nodes, .. v.Nodes, turned, scores, scaled, masked, softmax, mixed, joined]) edit.Skip(node);
            found[last] = [q.Input, k.Input, v.Input, mask, edit.Once($"heads:{q.Count}", () => edit.Constant("heads", OnnxType.Int64, [q.Count], 1))];
        }
        return found;

        // The node that makes a value which nothing else reads.
        NodeProto? Maker(string value, string op, long[]? turn = null) =>
            makers.TryGetValue(value, out var node) && node.OpType == op && edit.SoleReader(value) is not null && (turn is null || IsTurn(node, turn)) ? node : null;

        // The operand of a node that such an operator makes, and the other one.
        (NodeProto Node, string Other)? Operand(NodeProto node, string op) =>
            Maker(node.Inputs[0], op) is { } left ? (left, node.Inputs[1]) : Maker(node.Inputs[1], op) is { } right ? (right, node.Inputs[0]) : null;

        (NodeProto[] Nodes, string Input, long Count, long Width)? Heads(string value) =>
            Maker(value, "Transpose", ToHeads) is { } turn && Maker(turn.Inputs[0], "Reshape") is { } split && edit.Integers(split.Inputs[1]) is [0, 0, var count, var width] ? ([split, turn], split.Inputs[0], count, width) : null;
    }

    private static bool IsTurn(NodeProto node, long[] order) => node.Attributes.Exists(a => a is { Name: "perm", Value: long[] perm } && perm.AsSpan().SequenceEqual(order));
}
