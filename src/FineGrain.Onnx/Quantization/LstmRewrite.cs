using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>
/// LSTM as ONNX Runtime's DynamicQuantizeLSTM: both weights in bytes, transposed, with a scale for each gate column. GRU has no such operator and stays in floats.
/// </summary>
internal static class LstmRewrite
{
    public static bool Try(NodeProto node, GraphEdit edit, QuantizationOptions options)
    {
        if (node.OpType != "LSTM" || options.WeightBits == 4) return false;
        if (Quantizer.Weight(edit, options, node.Inputs[1], rank: 3) is not { } input || edit.Floats(node.Inputs[2]) is not { } recurrence) return false;
        var (w, wScale, wZero) = Gates(input, edit, options);
        var (r, rScale, rZero) = Gates(recurrence, edit, options);
        string[] rest = [.. Enumerable.Range(3, 5).Select(i => i < node.Inputs.Count ? node.Inputs[i] : "")]; // bias, lengths, first states, peepholes
        edit.Into("com.microsoft::DynamicQuantizeLSTM", [node.Inputs[0], w, r, .. rest, wScale, wZero, rScale, rZero], node.Outputs, node.Name, [.. node.Attributes.Select(a => (a.Name, a.Value))]);
        return true;
    }

    /// <summary>[directions, gates, inputs] as bytes [directions, inputs, gates] with scales and zeros [directions, gates].</summary>
    private static (string Values, string Scales, string Zeros) Gates(TensorProto weight, GraphEdit edit, QuantizationOptions options)
    {
        var (directions, gates, inputs) = ((int)weight.Dims[0], (int)weight.Dims[1], (int)weight.Dims[2]);
        // a gate is a row here, so that rows of all directions can be rounded in one go
        var (rows, scales) = Rounding.Rows(weight.ToArray<float>(), directions * gates, inputs, options.WeightBits);
        var values = new sbyte[rows.Length];
        for (var d = 0; d < directions; d++)
            for (var g = 0; g < gates; g++)
                for (var i = 0; i < inputs; i++) values[(((d * inputs) + i) * gates) + g] = rows[(((d * gates) + g) * inputs) + i];
        return (edit.Constant($"{weight.Name}/int8", OnnxType.Int8, values, directions, inputs, gates), edit.Constant($"{weight.Name}/scale", OnnxType.Float, scales, directions, gates),
            edit.Constant($"{weight.Name}/zero", OnnxType.Int8, new sbyte[directions * gates], directions, gates));
    }
}
