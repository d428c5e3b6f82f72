using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>Products with a constant right matrix (MatMul and plain Gemm): y = (Σ q_x q_w − z_x Σ q_w) · s_x · s_w, the inner sum in whole numbers.</summary>
internal static class MatrixRewrite
{
    public static bool Try(NodeProto node, GraphEdit edit, QuantizationOptions options)
    {
        if (node.OpType is not ("MatMul" or "Gemm") || Quantizer.Weight(edit, options, node.Inputs[1], rank: 2) is not { } weight) return false;
        var transposed = false;
        if (node.OpType == "Gemm")
        {
            if (node.Attributes.Exists(a => (a.Name is "alpha" or "beta" && a.Value is not 1f) || (a.Name == "transA" && a.Value is not 0L))) return false;
            transposed = node.Attributes.Exists(a => a is { Name: "transB", Value: 1L });
        }
        var bias = node.OpType == "Gemm" && node.Inputs is [_, _, { Length: > 0 } b] ? b : null;
        var output = node.Outputs[0];
        var rows = (int)weight.Dims[transposed ? 1 : 0];
        var columns = (int)weight.Dims[transposed ? 0 : 1];
        var values = transposed ? Transposed(weight.ToArray<float>(), columns, rows) : weight.ToArray<float>();
        if (options.WeightBits == 4)
        {
            if (rows % options.BlockSize != 0) return false;
            Blocks(node, edit, options, weight.Name, values, rows, columns, bias);
            return true;
        }
        var exact = options.WeightBits == ExactRowProduct.Bits;
        if (options.Rows && !options.Ranges.ContainsKey(node.Inputs[0]) && (exact ? ExactRowProduct.Fits(rows, columns) : RowProduct.Fits(rows, columns)))
        {
            ByRows(node, edit, exact, weight.Name, values, rows, columns, bias);
            return true;
        }
        var (matrix, scales) = edit.Once($"matrix:{weight.Name}", () =>
        {
            var (bytes, scale) = Rounding.Columns(values, rows, columns, options.WeightBits);
            return (edit.Constant($"{weight.Name}/int8", OnnxType.Int8, bytes, rows, columns), edit.Constant($"{weight.Name}/scale", OnnxType.Float, scale, columns));
        });
        var x = QuantizedInput.Of(node.Inputs[0], edit, options);
        var sums = edit.Node("Cast", [edit.Node("MatMulInteger", [x.Values, matrix, x.Zero])], ("to", (long)OnnxType.Float));
        var scaled = edit.Node("Mul", [x.Scale, scales]);
        if (bias is null) edit.Into("Mul", [sums, scaled], [output], node.Name);
        else edit.Into("Add", [edit.Node("Mul", [sums, scaled]), bias], [output], node.Name);
        return true;
    }

    /// <summary>Our own operator, see <see cref="RowProduct"/> and <see cref="ExactRowProduct"/>; it also adds what the next node would add to each row, and takes the GELU of it.</summary>
    private static void ByRows(NodeProto node, GraphEdit edit, bool exact, string name, float[] values, int rows, int columns, string? bias)
    {
        var (panels, scales, sums) = edit.Once($"matrix:{name}", () =>
        {
            var (bytes, scale) = Rounding.Columns(values, rows, columns, exact ? ExactRowProduct.Bits : RowProduct.Bits);
            var (packed, sum) = Panels(bytes);
            return (packed, edit.Constant($"{name}/scale", OnnxType.Float, scale, columns), edit.Constant($"{name}/sums", OnnxType.Int32, sum, columns));
        });
        var output = node.Outputs[0];
        if (bias is null && edit.SoleReader(output) is { OpType: "Add" } add && add.Inputs.Find(i => i != output) is { } other && edit.Floats(other) is { Dims: [var length] } && length == columns)
        {
            (bias, output) = (other, add.Outputs[0]);
            edit.Skip(add);
        }
        bias ??= edit.Once($"zeros:{columns}", () => edit.Constant("zeros", OnnxType.Float, new float[columns], columns));
        var gelu = GeluChain.Behind(output, edit);
        foreach (var step in gelu) edit.Skip(step);
        if (gelu is [.., var last]) output = last.Outputs[0];
        var operation = (exact, gelu.Count > 0) switch
        {
            (true, true) => ExactRowProduct.GeluOperator,
            (true, false) => ExactRowProduct.Operator,
            (false, true) => RowProduct.GeluOperator,
            (false, false) => RowProduct.Operator,
        };
        edit.Into($"{RowProduct.Domain}::{operation}", [node.Inputs[0], panels, scales, sums, bias], [output], node.Name);

        (string Panels, int[] Sums) Panels(sbyte[] bytes)
        {
            if (exact)
            {
                var (signed, sums) = ExactRowProduct.Pack(bytes, rows, columns);
                return (edit.Constant($"{name}/panels", OnnxType.Int8, signed, ExactRowProduct.Panels(columns), rows / RowProduct.Together, ExactRowProduct.Columns * RowProduct.Together), sums);
            }
            var (lifted, columnSums) = RowProduct.Pack(bytes, rows, columns);
            return (edit.Constant($"{name}/panels", OnnxType.UInt8, lifted, columns / RowProduct.Columns, rows / RowProduct.Together, RowProduct.Columns * RowProduct.Together), columnSums);
        }
    }

    /// <summary>
    /// MatMulNBits of ONNX Runtime: 4-bit weights around 8, a scale for each block of a column, low half-byte first; the product takes bytes for activations
    /// (accuracy level 4).
    /// </summary>
    private static void Blocks(NodeProto node, GraphEdit edit, QuantizationOptions options, string name, float[] values, int rows, int columns, string? bias)
    {
        var (packed, scales) = edit.Once($"matrix:{name}", () =>
        {
            var size = options.BlockSize;
            var blocks = rows / size;
            var bytes = new byte[columns * blocks * size / 2];
            var scale = new float[columns * blocks];
            for (var c = 0; c < columns; c++)
                for (var b = 0; b < blocks; b++)
                {
                    var largest = 0f;
                    for (var i = 0; i < size; i++) largest = MathF.Max(largest, MathF.Abs(values[(((b * size) + i) * columns) + c]));
                    var s = scale[(c * blocks) + b] = largest > 0 ? largest / 7 : 1;
                    for (var i = 0; i < size; i++)
                    {
                        var q = (int)Math.Clamp(MathF.Round(values[(((b * size) + i) * columns) + c] / s), -8, 7) + 8;
                        bytes[((((c * blocks) + b) * size) + i) / 2] |= (byte)(i % 2 == 0 ? q : q << 4);
                    }
                }
            return (edit.Constant($"{name}/int4", OnnxType.UInt8, bytes, columns, blocks, size / 2), edit.Constant($"{name}/scale", OnnxType.Float, scale, columns * blocks));
        });
        (string, object)[] attributes = [("K", (long)rows), ("N", (long)columns), ("bits", 4L), ("block_size", (long)options.BlockSize), ("accuracy_level", 4L)];
        if (bias is null) edit.Into("com.microsoft::MatMulNBits", [node.Inputs[0], packed, scales], node.Outputs, node.Name, attributes);
        else edit.Into("Add", [edit.Node("com.microsoft::MatMulNBits", [node.Inputs[0], packed, scales], attributes), bias], node.Outputs, node.Name);
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) result[(c * rows) + r] = values[(r * columns) + c];
        return result;
    }
}
