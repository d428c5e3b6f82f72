namespace FineGrain.Onnx;

/// <content>Products, reductions and the layers of networks.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Matrix product over the last two axes, leading axes broadcast.</summary>
    public OnnxValue MatMul(OnnxValue a, OnnxValue b) => Node("MatMul", [a, b]);

    /// <summary>Sum over axes.</summary>
    public OnnxValue ReduceSum(OnnxValue x, long[] axes, bool keep = false) => Node("ReduceSum", [x, Integers(axes)], ("keepdims", keep));

    /// <summary>Mean over axes.</summary>
    public OnnxValue ReduceMean(OnnxValue x, long[] axes, bool keep = false) => Node("ReduceMean", [x], ("axes", axes), ("keepdims", keep));

    /// <summary>Maximum over axes.</summary>
    public OnnxValue ReduceMax(OnnxValue x, long[] axes, bool keep = false) => Node("ReduceMax", [x], ("axes", axes), ("keepdims", keep));

    /// <summary>Minimum over axes.</summary>
    public OnnxValue ReduceMin(OnnxValue x, long[] axes, bool keep = false) => Node("ReduceMin", [x], ("axes", axes), ("keepdims", keep));

    /// <summary>Softmax along an axis.</summary>
    public OnnxValue Softmax(OnnxValue x, int axis = -1) => Node("Softmax", [x], ("axis", axis));

    /// <summary>Logarithm of the softmax along an axis.</summary>
    public OnnxValue LogSoftmax(OnnxValue x, int axis = -1) => Node("LogSoftmax", [x], ("axis", axis));

    /// <summary>Layer normalization over the last axis (Ba et al. 2016).</summary>
    /// <param name="x">[…, D].</param>
    /// <param name="scale">[D].</param>
    /// <param name="bias">[D], or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public OnnxValue LayerNormalization(OnnxValue x, OnnxValue scale, OnnxValue? bias, float epsilon) =>
        Node("LayerNormalization", bias is null ? [x, scale] : [x, scale, bias], ("axis", -1L), ("epsilon", epsilon));

    /// <summary>Convolution.</summary>
    /// <param name="x">[B, C, T] (or with two spatial axes).</param>
    /// <param name="weight">[filters, C, window].</param>
    /// <param name="bias">[filters], or null.</param>
    /// <param name="pads">Padding at the beginning of every spatial axis, then at the end.</param>
    public OnnxValue Conv(OnnxValue x, OnnxValue weight, OnnxValue? bias, params long[] pads) =>
        Node("Conv", bias is null ? [x, weight] : [x, weight, bias], pads.Length == 0 ? [] : [("pads", pads)]);

    /// <summary>LSTM with ONNX's gate order: input, output, forget, cell (Torch's is input, forget, cell, output).</summary>
    /// <param name="x">[T, B, I].</param>
    /// <param name="weight">Input weights [directions, 4H, I].</param>
    /// <param name="recurrence">Recurrent weights [directions, 4H, H].</param>
    /// <param name="bias">Input bias, then recurrent bias [directions, 8H]; or null.</param>
    /// <param name="lengths">Length of each row, int32 [B]; or null for all T. States behind a row's end are 0, and the backward direction starts at its end.</param>
    /// <param name="hidden">H.</param>
    /// <param name="bidirectional">Two directions instead of one.</param>
    /// <returns>All states [T, directions, B, H].</returns>
    public OnnxValue Lstm(OnnxValue x, OnnxValue weight, OnnxValue recurrence, OnnxValue? bias, OnnxValue? lengths, int hidden, bool bidirectional) =>
        Node("LSTM", [x, weight, recurrence, bias, lengths], ("hidden_size", hidden), ("direction", bidirectional ? "bidirectional" : "forward"));

    /// <summary>GRU with ONNX's gate order: update, reset, hidden (Torch's is reset, update, new), the reset gate behind the product as in Torch (linear_before_reset = 1).</summary>
    /// <param name="x">[T, B, I].</param>
    /// <param name="weight">Input weights [directions, 3H, I].</param>
    /// <param name="recurrence">Recurrent weights [directions, 3H, H].</param>
    /// <param name="bias">Input bias, then recurrent bias [directions, 6H]; or null.</param>
    /// <param name="lengths">Length of each row, int32 [B]; or null for all T. States behind a row's end are 0, and the backward direction starts at its end.</param>
    /// <param name="hidden">H.</param>
    /// <param name="bidirectional">Two directions instead of one.</param>
    /// <returns>All states [T, directions, B, H].</returns>
    public OnnxValue Gru(OnnxValue x, OnnxValue weight, OnnxValue recurrence, OnnxValue? bias, OnnxValue? lengths, int hidden, bool bidirectional) =>
        Node("GRU", [x, weight, recurrence, bias, lengths], ("hidden_size", hidden), ("linear_before_reset", 1L), ("direction", bidirectional ? "bidirectional" : "forward"));
}
