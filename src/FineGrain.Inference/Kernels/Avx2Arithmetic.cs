using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Kernels;

/// <summary>
/// AVX2 with less than half the usual work on the multipliers. A pair of 7-bit products is at most 2 · 127 · 127 = 32,258 and two pairs fit in 16 unsigned bits (64,516), so sums of four products
/// are averaged two by two (vpavgw) before anything is widened. Widening needs no multiplication either: with x = lo + 2^16 hi, Σ x (modulo 2^32) and Σ hi are kept, and
/// Σ lo = Σ x − 2^16 Σ hi. For 128 products: four multiplications, one shift, five additions and averages; the usual way takes eight multiplications (vpmaddubsw, vpmaddwd).
/// </summary>
internal readonly unsafe struct Avx2Arithmetic : IRowArithmetic
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowRange Quantize(float* x, int depth, byte* bytes)
    {
        Vector256<float> lows = default, highs = default;
        for (var k = 0; k < depth; k += 8)
        {
            var v = Avx.LoadVector256(x + k);
            lows = Avx.Min(lows, v);
            highs = Avx.Max(highs, v);
        }
        var ends = stackalloc float[16];
        Avx.Store(ends, lows);
        Avx.Store(ends + 8, highs);
        float low = 0, high = 0;
        for (var i = 0; i < 8; i++) (low, high) = (MathF.Min(low, ends[i]), MathF.Max(high, ends[8 + i]));
        var range = RowRange.Of(low, high);
        float inverse = 1 / range.Scale, shift = range.Zero + 0.5f; // values are not negative then: cutting is rounding
        var most = RowRange.Most;
        var factor = Avx.BroadcastScalarToVector256(&inverse);
        var offset = Avx.BroadcastScalarToVector256(&shift);
        var limit = Avx2.BroadcastScalarToVector256(&most);
        Vector256<int> sums = default, strange = default;
        for (var k = 0; k < depth; k += 8)
        {
            var q = Avx2.Min(Avx.ConvertToVector256Int32WithTruncation(Avx.Add(Avx.Multiply(Avx.LoadVector256(x + k), factor), offset)), limit);
            sums = Avx2.Add(sums, q);
            strange = Avx2.Or(strange, q);
            var narrow = Sse2.PackSignedSaturate(Avx2.ExtractVector128(q, 0), Avx2.ExtractVector128(q, 1));
            Sse2.StoreScalar((long*)(bytes + k), Sse2.PackUnsignedSaturate(narrow, narrow).AsInt64());
        }
        var totals = stackalloc int[16];
        Avx.Store(totals, sums);
        Avx.Store(totals + 8, strange);
        int sum = 0, signs = 0;
        for (var i = 0; i < 8; i++) (sum, signs) = (sum + totals[i], signs | totals[8 + i]);
        range.Close(sum, depth, finite: signs >= 0); // what is no number converts to the most negative one
        return range;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(byte* rows, byte* panel, int depth, int* sums)
    {
        Vector256<int> x0 = default, x1 = default, x2 = default, x3 = default, x4 = default; // Σ x
        Vector256<int> h0 = default, h1 = default, h2 = default, h3 = default, h4 = default; // Σ hi
        nint stride = depth;
        for (var k = 0; k < depth; k += 16, panel += 128)
        {
            var a = rows + k;
            var p = Halves(a, (sbyte*)panel);
            x0 = Avx2.Add(x0, p);
            h0 = Avx2.Add(h0, Avx2.ShiftRightLogical(p, 16));
            p = Halves(a + stride, (sbyte*)panel);
            x1 = Avx2.Add(x1, p);
            h1 = Avx2.Add(h1, Avx2.ShiftRightLogical(p, 16));
            p = Halves(a + (2 * stride), (sbyte*)panel);
            x2 = Avx2.Add(x2, p);
            h2 = Avx2.Add(h2, Avx2.ShiftRightLogical(p, 16));
            p = Halves(a + (3 * stride), (sbyte*)panel);
            x3 = Avx2.Add(x3, p);
            h3 = Avx2.Add(h3, Avx2.ShiftRightLogical(p, 16));
            p = Halves(a + (4 * stride), (sbyte*)panel);
            x4 = Avx2.Add(x4, p);
            h4 = Avx2.Add(h4, Avx2.ShiftRightLogical(p, 16));
        }
        Avx.Store(sums, Sum(x0, h0));
        Avx.Store(sums + 8, Sum(x1, h1));
        Avx.Store(sums + 16, Sum(x2, h2));
        Avx.Store(sums + 24, Sum(x3, h3));
        Avx.Store(sums + 32, Sum(x4, h4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(int* sums, RowRange* range, float* scales, int* columnSums, float* bias, float* y)
    {
        var zeros = Avx.Multiply(Avx.ConvertToVector256Single(Avx.LoadVector256(columnSums)), Avx.BroadcastScalarToVector256(&range->Zero));
        var whole = Avx.Subtract(Avx.ConvertToVector256Single(Avx2.Subtract(Avx.LoadVector256(sums), Avx2.BroadcastScalarToVector256(&range->Lifted))), zeros);
        var factors = Avx.Multiply(Avx.LoadVector256(scales), Avx.BroadcastScalarToVector256(&range->Scale));
        Avx.Store(y, Avx.Add(Avx.Multiply(whole, factors), Avx.LoadVector256(bias)));
    }

    // (p + q + 1) / 2 of the sums p and q of four products each
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Halves(byte* a, sbyte* panel) => Avx2.Average(
        Avx2.Add(Four(a, panel), Four(a + 4, panel + 32)).AsUInt16(), Avx2.Add(Four(a + 8, panel + 64), Four(a + 12, panel + 96)).AsUInt16()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Four(byte* a, sbyte* weights) => Avx2.MultiplyAddAdjacent(Avx2.BroadcastScalarToVector256((int*)a).AsByte(), Avx.LoadVector256(weights));

    // 2 (Σ lo + Σ hi)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sum(Vector256<int> x, Vector256<int> hi) => Avx2.ShiftLeftLogical(Avx2.Add(Avx2.Subtract(x, Avx2.ShiftLeftLogical(hi, 16)), hi), 1);
}
