using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>The five nodes of a GELU as <see cref="GraphBuilder.Gelu"/> writes it: ½ (x (1 + erf(x / √2))).</summary>
internal static class GeluChain
{
    /// <summary>The nodes that make the GELU of a value, the last of which gives it; empty where the value goes elsewhere too or another way.</summary>
    public static IReadOnlyList<NodeProto> Behind(string value, GraphEdit edit)
    {
        if (edit.Readers(value) is not [{ OpType: "Div" or "Mul" } one, { OpType: "Div" or "Mul" } other]) return [];
        var (divided, product) = one.OpType == "Div" ? (one, other) : (other, one);
        return divided is { OpType: "Div", Inputs: [var x, var root] } && x == value && Is(root, MathF.Sqrt(2))
            && Sole(divided, "Erf") is { } erf && Sole(erf, "Add") is { } sum && sum.Inputs.Exists(i => Is(i, 1))
            && Sole(sum, "Mul") == product && Sole(product, "Mul") is { } half && half.Inputs.Exists(i => Is(i, 0.5f)) ? [divided, erf, sum, product, half] : [];

        NodeProto? Sole(NodeProto node, string op) => edit.SoleReader(node.Outputs[0]) is { } reader && reader.OpType == op ? reader : null;

        bool Is(string name, float scalar) => edit.Floats(name) is { } constant && constant.ToArray<float>() is [var v] && v == scalar;
    }
}
