using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary><see cref="AttentionChain"/> as an operator of ONNX Runtime: one piece of work for each head of each text.</summary>
internal static unsafe class AttentionOperator
{
    public static nint Describe() => (nint)CustomOp.Create(AttentionChain.Operator, &Compute, CustomOp.Float, CustomOp.Float, CustomOp.Float, CustomOp.Float, CustomOp.Int64);

    private static string? Compute(CustomOp* op, void* context)
    {
        void* q = OnnxApi.Input(context, 0), k = OnnxApi.Input(context, 1), v = OnnxApi.Input(context, 2), mask = OnnxApi.Input(context, 3);
        long[] shape = OnnxApi.Shape(q), read = OnnxApi.Shape(k), masked = OnnxApi.Shape(mask);
        var heads = *(long*)OnnxApi.Data(OnnxApi.Input(context, 4));
        if (shape is not [var rows, var asking, var width] || read is not [var texts, var length, var readWidth] || texts != rows || readWidth != width || !OnnxApi.Shape(v).AsSpan().SequenceEqual(read)
            || !masked.AsSpan().SequenceEqual([rows, 1, 1, length]) || length < 1 || heads < 1 || width % heads != 0 || width / heads % Math.Max(AttentionChain.Step, 2 * Vector<float>.Count) != 0)
            return $"{heads} heads of [{string.Join(", ", shape)}] over [{string.Join(", ", read)}] with a mask of [{string.Join(", ", masked)}] do not fit";
        var work = new Work
        {
            Q = (float*)OnnxApi.Data(q), K = (float*)OnnxApi.Data(k), V = (float*)OnnxApi.Data(v), Mask = (float*)OnnxApi.Data(mask), Y = (float*)OnnxApi.Output(context, 0, shape),
            Asking = (int)asking, Length = (int)length, Width = (int)width, Heads = (int)heads,
        };
        OnnxApi.Parallel(context, &work, checked((int)(rows * heads)), oneByOne: false, &Piece);
        return null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Piece(void* state, nuint piece)
    {
        var work = (Work*)state;
        var (text, head) = ((int)piece / work->Heads, (int)piece % work->Heads);
        var depth = work->Width / work->Heads;
        nint asking = ((nint)text * work->Asking * work->Width) + ((nint)head * depth), read = ((nint)text * work->Length * work->Width) + ((nint)head * depth);
        AttentionHead.Run(work->Q + asking, work->K + read, work->V + read, work->Mask + ((nint)text * work->Length), work->Asking, work->Length, depth, work->Width, work->Y + asking);
    }

    private struct Work
    {
        public float* Q, K, V, Mask, Y;
        public int Asking, Length, Width, Heads;
    }
}
