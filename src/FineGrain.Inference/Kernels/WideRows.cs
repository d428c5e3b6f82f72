using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>Rows of an <see cref="ExactRowProduct"/> to bytes, 512 bits at a time: the same bytes as those of every <see cref="IRowArithmetic"/>.</summary>
internal static unsafe class WideRows
{
    /// <summary>Whether the processor has the instructions.</summary>
    public static bool Available => Avx512F.IsSupported;

    /// <summary>Quantizes a row to 8 bits; the sum of its bytes, which exact products do not ask for, is not taken.</summary>
    /// <inheritdoc cref="IRowArithmetic.Quantize"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowRange Quantize(float* x, int depth, byte* bytes)
    {
        Vector512<float> lows = default, highs = default;
        for (var k = 0; k < depth; k += 16)
        {
            var v = Vector512.Load(x + k);
            lows = Avx512F.Min(lows, v);
            highs = Avx512F.Max(highs, v);
        }
        var range = RowRange.Of(-Largest(-lows), Largest(highs), byte.MaxValue);
        Vector512<float> factor = Vector512.Create(1 / range.Scale), offset = Vector512.Create(range.Zero + 0.5f); // values are not negative then: cutting is rounding
        Vector512<int> strange = default;
        for (var k = 0; k < depth; k += 16)
        {
            var q = Avx512F.ConvertToVector512Int32WithTruncation((Vector512.Load(x + k) * factor) + offset);
            strange |= q;
            Avx512F.ConvertToVector128ByteWithSaturation(q.AsUInt32()).Store(bytes + k);
        }
        range.Close(sum: 0, depth, finite: !Vector512.LessThanAny(strange, Vector512<int>.Zero)); // what is no number converts to the most negative one
        return range;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(Vector512<float> v)
    {
        var eight = Avx.Max(v.GetLower(), v.GetUpper());
        var four = Sse.Max(eight.GetLower(), eight.GetUpper());
        four = Sse.Max(four, Sse.MoveHighToLow(four, four));
        return Sse.MaxScalar(four, Sse.Shuffle(four, four, 1))[0];
    }
}
