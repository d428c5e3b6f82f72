using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary><see cref="RowProduct"/> and <see cref="ExactRowProduct"/> as operators of ONNX Runtime, on its tensors and threads.</summary>
internal static unsafe class RowOperator
{
    /// <summary>The four of them.</summary>
    public static IEnumerable<nint> All()
    {
        yield return Describe(RowProduct.Operator, exact: false, gelu: false);
        yield return Describe(RowProduct.GeluOperator, exact: false, gelu: true);
        yield return Describe(ExactRowProduct.Operator, exact: true, gelu: false);
        yield return Describe(ExactRowProduct.GeluOperator, exact: true, gelu: true);
    }

    private static nint Describe(string name, bool exact, bool gelu)
    {
        var op = CustomOp.Create(name, &Compute, CustomOp.Float, exact ? CustomOp.Int8 : CustomOp.UInt8, CustomOp.Float, CustomOp.Int32, CustomOp.Float);
        (op->Exact, op->Gelu) = (exact, gelu);
        return (nint)op;
    }

    private static string? Compute(CustomOp* op, void* context)
    {
        void* x = OnnxApi.Input(context, 0), panels = OnnxApi.Input(context, 1), scales = OnnxApi.Input(context, 2), sums = OnnxApi.Input(context, 3), bias = OnnxApi.Input(context, 4);
        long[] shape = OnnxApi.Shape(x), packed = OnnxApi.Shape(panels);
        if (packed is not [var panelCount, var groups, var bytes] || shape is not [.., var depth] || depth != groups * RowProduct.Together || OnnxApi.Shape(scales) is not [var width]
            || !(op->Exact ? ExactRowProduct.Fits((int)depth, (int)width) && panelCount == ExactRowProduct.Panels((int)width) && bytes == ExactRowProduct.Columns * RowProduct.Together
                : RowProduct.Fits((int)depth, (int)width) && panelCount == width / RowProduct.Columns && bytes == RowProduct.Columns * RowProduct.Together)
            || OnnxApi.Shape(sums) is not [var sumCount] || sumCount != width || OnnxApi.Shape(bias) is not [var biasCount] || biasCount != width)
            return $"an input of [{string.Join(", ", shape)}] and panels of [{string.Join(", ", packed)}] do not fit";
        shape[^1] = width;
        var y = OnnxApi.Output(context, 0, shape);
        RowKernel.Run((float*)OnnxApi.Data(x), op->Exact, (byte*)OnnxApi.Data(panels), (float*)OnnxApi.Data(scales), (int*)OnnxApi.Data(sums), (float*)OnnxApi.Data(bias), op->Gelu, OnnxApi.Rows(shape), (int)depth, (int)width, (float*)y,
            (work, pieces, piece) => OnnxApi.Parallel(context, work, pieces, oneByOne: pieces <= RowKernel.Pieces, piece));
        return null;
    }
}
