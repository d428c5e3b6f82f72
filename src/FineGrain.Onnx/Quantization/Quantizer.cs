using FineGrain.Core;
using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>
/// Rewrites a graph so that its large weights are bytes. The operators are ONNX's own (<c>DynamicQuantizeLinear</c>, <c>MatMulInteger</c>, <c>Cast</c>, <c>Mul</c>), which
/// ONNX Runtime joins to its fast kernels; only LSTM and 4-bit weights need operators of ONNX Runtime, and <see cref="QuantizationOptions.Rows"/> ours.
/// </summary>
public static class Quantizer
{
    private delegate bool Rewrite(NodeProto node, GraphEdit edit, QuantizationOptions options);

    private static readonly Rewrite[] Rewrites = [MatrixRewrite.Try, ConvolutionRewrite.Try, LstmRewrite.Try, TableRewrite.Try, SumAndNorm.Try];

    /// <summary>Every weight of the graph that can be quantized, in the order of computation.</summary>
    /// <param name="model">The graph in 32-bit floats; is not changed.</param>
    public static IReadOnlyList<QuantizableLayer> Layers(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var weights = model.Initializers.Where(t => t.Type == OnnxType.Float && t.Count >= QuantizationOptions.SmallestMatrix).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var layers = new OrderedDictionary<string, QuantizableLayer>(StringComparer.Ordinal);
        foreach (var node in model.Nodes)
        {
            var (weight, input) = node.OpType switch
            {
                "MatMul" or "Gemm" or "Conv" or "LSTM" when node.Inputs.Count > 1 => (node.Inputs[1], node.Inputs[0]),
                "Gather" or "Slice" => (node.Inputs[0], ""),
                _ => ("", ""),
            };
            if (weights.TryGetValue(weight, out var tensor) && Fits(node, tensor)) layers.TryAdd(weight, new(weight, node.OpType, tensor.Count, input));
        }
        return [.. layers.Values];
    }

    /// <summary>The same network with quantized weights.</summary>
    /// <param name="model">The graph in 32-bit floats; is not changed, and shares what stays the same with the result.</param>
    /// <param name="options">What to quantize, and how.</param>
    /// <exception cref="InputException">The graph has no weight that can be quantized, or is quantized already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bits are not 8, 7 or 4.</exception>
    public static OnnxModel Quantize(OnnxModel model, QuantizationOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (options.WeightBits is not (8 or 7 or 4)) throw new ArgumentOutOfRangeException(nameof(options), options.WeightBits, "weights can have 8, 7 or 4 bits");
        if (options.Rows && options.WeightBits is not (RowProduct.Bits or ExactRowProduct.Bits)) throw new ArgumentOutOfRangeException(nameof(options), options.WeightBits, $"products by rows want weights of {RowProduct.Bits} or {ExactRowProduct.Bits} bits");
        if (model.Nodes.Exists(n => n.Domain == RowProduct.Domain || n.OpType is "DynamicQuantizeLinear" or "QuantizeLinear" or "MatMulNBits" or "MatMulIntegerToFloat" or "DynamicQuantizeMatMul"))
            throw new InputException("ONNX model", "is quantized already. Start from the network in 32-bit floats.");
        var edit = new GraphEdit(model);
        var attention = options.Rows ? AttentionChain.Take(model, edit) : new Dictionary<NodeProto, string[]>();
        foreach (var node in model.Nodes)
        {
            if (attention.TryGetValue(node, out var inputs)) edit.Into($"{RowProduct.Domain}::{AttentionChain.Operator}", inputs, node.Outputs, node.Name);
            else if (!edit.Skips(node) && !Array.Exists(Rewrites, rewrite => rewrite(node, edit, options))) edit.Keep(node);
        }
        return edit.Finish();
    }

    /// <summary>The weight of a node when it is large enough, is not kept and has this many dimensions; else null.</summary>
    internal static TensorProto? Weight(GraphEdit edit, QuantizationOptions options, string name, int rank) =>
        edit.Floats(name) is { } weight && weight.Dims.Count == rank && weight.Count >= QuantizationOptions.SmallestMatrix && !options.Keep.Contains(name) ? weight : null;

    private static bool Fits(NodeProto node, TensorProto weight) => node.OpType switch
    {
        "Conv" or "LSTM" => weight.Dims.Count == 3,
        _ => weight.Dims.Count == 2,
    };
}
