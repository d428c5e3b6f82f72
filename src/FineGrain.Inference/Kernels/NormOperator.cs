using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary><see cref="SumAndNorm"/> as an operator of ONNX Runtime: a row is read from memory once.</summary>
internal static unsafe class NormOperator
{
    private const int RowsOfPiece = 32;

    public static nint Describe() => (nint)CustomOp.Create(SumAndNorm.Operator, &Compute, CustomOp.Float, CustomOp.Float, CustomOp.Float, CustomOp.Float, CustomOp.Float);

    /// <summary>y = γ (s − mean) / √(variance + ε) + β of s = a + b.</summary>
    /// <param name="a">A row.</param>
    /// <param name="b">Another.</param>
    /// <param name="scale">γ.</param>
    /// <param name="bias">β.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="y">Takes the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(float* a, float* b, float* scale, float* bias, float epsilon, int width, float* y)
    {
        var sums = Vector<float>.Zero;
        for (var i = 0; i < width; i += Vector<float>.Count)
        {
            var s = Vector.Load(a + i) + Vector.Load(b + i);
            s.Store(y + i);
            sums += s;
        }
        var mean = new Vector<float>(Vector.Sum(sums) / width);
        var squares = Vector<float>.Zero;
        for (var i = 0; i < width; i += Vector<float>.Count)
        {
            var d = Vector.Load(y + i) - mean;
            squares += d * d;
        }
        var inverse = new Vector<float>(1 / MathF.Sqrt((Vector.Sum(squares) / width) + epsilon));
        for (var i = 0; i < width; i += Vector<float>.Count)
            (((Vector.Load(y + i) - mean) * inverse * Vector.Load(scale + i)) + Vector.Load(bias + i)).Store(y + i);
    }

    private static string? Compute(CustomOp* op, void* context)
    {
        void* a = OnnxApi.Input(context, 0), b = OnnxApi.Input(context, 1), scale = OnnxApi.Input(context, 2), bias = OnnxApi.Input(context, 3);
        long[] shape = OnnxApi.Shape(a), other = OnnxApi.Shape(b);
        if (shape is not [.., var width] || width % Math.Max(SumAndNorm.Step, Vector<float>.Count) != 0 || !shape.AsSpan().SequenceEqual(other) || OnnxApi.Shape(scale) is not [var scales] || scales != width || OnnxApi.Shape(bias) is not [var biases] || biases != width)
            return $"inputs of [{string.Join(", ", shape)}] and [{string.Join(", ", other)}] do not fit";
        var work = new Work
        {
            A = (float*)OnnxApi.Data(a), B = (float*)OnnxApi.Data(b), Scale = (float*)OnnxApi.Data(scale), Bias = (float*)OnnxApi.Data(bias), Epsilon = *(float*)OnnxApi.Data(OnnxApi.Input(context, 4)),
            Rows = OnnxApi.Rows(shape), Width = (int)width, Y = (float*)OnnxApi.Output(context, 0, shape),
        };
        OnnxApi.Parallel(context, &work, (work.Rows + RowsOfPiece - 1) / RowsOfPiece, oneByOne: false, &Piece);
        return null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Piece(void* state, nuint piece)
    {
        var work = (Work*)state;
        for (int r = (int)piece * RowsOfPiece, end = Math.Min(work->Rows, r + RowsOfPiece); r < end; r++)
        {
            var place = (nint)r * work->Width;
            Row(work->A + place, work->B + place, work->Scale, work->Bias, work->Epsilon, work->Width, work->Y + place);
        }
    }

    private struct Work
    {
        public float* A, B, Scale, Bias, Y;
        public float Epsilon;
        public int Rows, Width;
    }
}
