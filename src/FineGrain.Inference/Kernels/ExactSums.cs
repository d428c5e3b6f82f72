using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The sums of <see cref="VnniCode"/> without its instruction: an <see cref="ExactRowProduct"/> made on one processor answers the same on every other, at a third of the speed.</summary>
internal static unsafe class ExactSums
{
    /// <summary>Sums Σ_k x w of some rows and 64 columns, the quickest way there is.</summary>
    /// <inheritdoc cref="VnniCode.Multiply"/>
    public static void Multiply(byte* x, int stride, int depth, int rows, sbyte* panel, int* sums)
    {
        if (VnniCode.Available) VnniCode.Multiply(x, stride, depth, rows, panel, sums);
        else if (Avx2.IsSupported) Words(x, stride, depth, rows, panel, sums);
        else Plain(x, stride, depth, rows, panel, sums);
    }

    /// <summary>Bytes widened to 16 bits, whose products AVX2 adds in pairs without loss.</summary>
    /// <inheritdoc cref="VnniCode.Multiply"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Words(byte* x, int stride, int depth, int rows, sbyte* panel, int* sums)
    {
        for (var r = 0; r < rows; r++, x += stride)
            for (var c = 0; c < ExactRowProduct.Columns; c += 8, sums += 8)
            {
                Vector256<int> first = default, second = default; // two sums for each of four columns
                var w = panel + (c * RowProduct.Together);
                for (var k = 0; k < depth; k += RowProduct.Together, w += ExactRowProduct.Columns * RowProduct.Together)
                {
                    var four = Avx2.BroadcastScalarToVector256(Sse41.ConvertToVector128Int16(Vector128.CreateScalarUnsafe(*(int*)(x + k)).AsByte()).AsInt64()).AsInt16();
                    first = Avx2.Add(first, Avx2.MultiplyAddAdjacent(four, Avx2.ConvertToVector256Int16(w)));
                    second = Avx2.Add(second, Avx2.MultiplyAddAdjacent(four, Avx2.ConvertToVector256Int16(w + 16)));
                }
                Avx.Store(sums, Avx2.Permute4x64(Avx2.HorizontalAdd(first, second).AsInt64(), 0b11_01_10_00).AsInt32());
            }
    }

    /// <summary>The definition.</summary>
    /// <inheritdoc cref="VnniCode.Multiply"/>
    public static void Plain(byte* x, int stride, int depth, int rows, sbyte* panel, int* sums)
    {
        for (var r = 0; r < rows; r++, x += stride)
            for (var c = 0; c < ExactRowProduct.Columns; c++)
            {
                var sum = 0;
                for (var k = 0; k < depth; k++) sum += x[k] * panel[(k / RowProduct.Together * RowProduct.Together * ExactRowProduct.Columns) + (c * RowProduct.Together) + (k % RowProduct.Together)];
                *sums++ = sum;
            }
    }
}
