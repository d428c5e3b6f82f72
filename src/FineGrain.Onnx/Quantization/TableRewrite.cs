using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>
/// Rows looked up or cut from a table: bytes and the scale of each row are fetched, and only what was fetched becomes floats. A narrow table, such as that of
/// n-grams, has a scale for each column instead, since one for each row would cost as much as it saves.
/// </summary>
internal static class TableRewrite
{
    private const int Narrow = 16;

    public static bool Try(NodeProto node, GraphEdit edit, QuantizationOptions options)
    {
        if (!options.Tables || node.OpType is not ("Gather" or "Slice") || Quantizer.Weight(edit, options, node.Inputs[0], rank: 2) is not { } table) return false;
        if (node.OpType == "Gather" ? node.Attributes.Exists(a => a is { Name: "axis", Value: not 0L }) : !CutsRows(node)) return false;
        var (rows, columns) = ((int)table.Dims[0], (int)table.Dims[1]);
        var narrow = columns < Narrow;
        var (bytes, scales) = edit.Once($"table:{table.Name}", () =>
        {
            var (values, scale) = narrow ? Rounding.Columns(table.ToArray<float>(), rows, columns, 8) : Rounding.Rows(table.ToArray<float>(), rows, columns, 8);
            return (edit.Constant($"{table.Name}/int8", OnnxType.Int8, values, rows, columns),
                narrow ? edit.Constant($"{table.Name}/scale", OnnxType.Float, scale, columns) : edit.Constant($"{table.Name}/scale", OnnxType.Float, scale, rows, 1));
        });
        (string, object)[] attributes = [.. node.Attributes.Select(a => (a.Name, a.Value))];
        var found = edit.Node("Cast", [edit.Node(node.OpType, [bytes, .. node.Inputs.Skip(1)], attributes)], ("to", (long)OnnxType.Float));
        var factors = narrow ? scales : edit.Node(node.OpType, [scales, .. node.Inputs.Skip(1)], attributes);
        edit.Into("Mul", [found, factors], node.Outputs, node.Name);
        return true;

        // Our graphs share constants by value, so the axis of a row cut is the one named so (see GraphBuilder.Integers); other cuts stay.
        static bool CutsRows(NodeProto slice) => slice.Inputs is [_, _, _, "int64:[0]", ..];
    }
}
