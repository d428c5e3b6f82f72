using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>
/// A one-dimensional convolution with stride 1 as a matrix product: the windows are laid side by side as bytes (padding is the zero point, which stands for 0 exactly) and
/// multiplied with all filters at once. ConvInteger would do it in one operator but runs slower in ONNX Runtime (docs/performance.md).
/// </summary>
internal static class ConvolutionRewrite
{
    public static bool Try(NodeProto node, GraphEdit edit, QuantizationOptions options)
    {
        if (node.OpType != "Conv" || options.WeightBits == 4 || Quantizer.Weight(edit, options, node.Inputs[1], rank: 3) is not { } weight) return false;
        if (node.Attributes.Exists(a => a.Name is not ("pads" or "kernel_shape") && !IsPlain(a))) return false;
        var (filters, channels, window) = ((int)weight.Dims[0], (int)weight.Dims[1], (int)weight.Dims[2]);
        var pads = node.Attributes.Find(a => a.Name == "pads")?.Value as long[] ?? [0, 0];
        var (matrix, scales) = edit.Once($"matrix:{weight.Name}", () =>
        {
            var (bytes, scale) = Rounding.Columns(Unfolded(weight.ToArray<float>(), filters, channels, window), window * channels, filters, options.WeightBits);
            return (edit.Constant($"{weight.Name}/int8", OnnxType.Int8, bytes, window * channels, filters), edit.Constant($"{weight.Name}/scale", OnnxType.Float, scale, filters));
        });
        var x = QuantizedInput.Of(node.Inputs[0], edit, options);
        var rows = edit.Once($"rows:{node.Inputs[0]}", () => edit.Node("Transpose", [x.Values], ("perm", new long[] { 0, 2, 1 }))); // (B, T, C)
        var sums = edit.Node("Cast", [edit.Node("MatMulInteger", [Windows(edit, rows, x.Zero, window, pads), matrix, x.Zero])], ("to", (long)OnnxType.Float));
        var product = edit.Node("Mul", [sums, edit.Node("Mul", [x.Scale, scales])]); // (B, T', F)
        if (node.Inputs is [_, _, { Length: > 0 } bias]) product = edit.Node("Add", [product, bias]);
        edit.Into("Transpose", [product], node.Outputs, node.Name, ("perm", new long[] { 0, 2, 1 }));
        return true;

        static bool IsPlain(AttributeProto a) => a.Value switch { long n => n == 1, long[] n => n.All(x => x == 1), string s => s is "NOTSET", _ => false };
    }

    /// <summary>[B, T, C] as [B, T + pads − window + 1, window · C].</summary>
    private static string Windows(GraphEdit edit, string rows, string zero, int window, long[] pads)
    {
        if (pads.Any(p => p != 0))
            rows = edit.Node("Pad", [rows, edit.Constant("pads", OnnxType.Int64, [0L, pads[0], 0L, 0L, pads[1], 0L], 6), zero]);
        if (window == 1) return rows;
        var axis = edit.Once("axis:1", () => edit.Constant("axis", OnnxType.Int64, [1L], 1));
        return edit.Node("Concat", [.. Enumerable.Range(0, window).Select(i => edit.Node("Slice",
            [rows, edit.Constant("from", OnnxType.Int64, [(long)i], 1), edit.Constant("to", OnnxType.Int64, [i == window - 1 ? long.MaxValue : i - window + 1L], 1), axis]))], ("axis", 2L));
    }

    /// <summary>[filters, channels, window] as [window · channels, filters].</summary>
    private static float[] Unfolded(float[] weight, int filters, int channels, int window)
    {
        var result = new float[weight.Length];
        for (var f = 0; f < filters; f++)
            for (var c = 0; c < channels; c++)
                for (var w = 0; w < window; w++) result[(((w * channels) + c) * filters) + f] = weight[(((f * channels) + c) * window) + w];
        return result;
    }
}
