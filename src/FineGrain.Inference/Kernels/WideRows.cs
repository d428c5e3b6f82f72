using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Kernels;

/// <summary>Rows to bytes, 512 bits at a time.</summary>
internal readonly unsafe struct WideRows : IRowQuantizer
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowRange Quantize(float* x, int depth, byte* bytes, int most)
    {
        Vector512<float> lows = default, highs = default;
        for (var k = 0; k < depth; k += 16)
        {
            var v = Vector512.Load(x + k);
            lows = Avx512F.Min(lows, v);
            highs = Avx512F.Max(highs, v);
        }
        var range = RowRange.Of(-Largest(-lows), Largest(highs), most);
        Vector512<float> factor = Vector512.Create(1 / range.Scale), offset = Vector512.Create(range.Zero + 0.5f); // values are not negative then: cutting is rounding
        Vector512<int> limit = Vector512.Create(most), sums = default, strange = default;
        for (var k = 0; k < depth; k += 16)
        {
            var q = Vector512.Min(Avx512F.ConvertToVector512Int32WithTruncation((Vector512.Load(x + k) * factor) + offset), limit);
            sums += q;
            strange |= q;
            Avx512F.ConvertToVector128ByteWithSaturation(q.AsUInt32()).Store(bytes + k);
        }
        range.Close(Vector512.Sum(sums), depth, finite: !Vector512.LessThanAny(strange, Vector512<int>.Zero)); // what is no number converts to the most negative one
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
