using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Kernels;

/// <summary>
/// AVX2 with less than half the usual work on the multipliers. A pair of 7-bit products is at most 2 · 127 · 127 = 32,258 and two pairs fit in 16 unsigned bits (64,516), so sums of four products
/// are averaged two by two (vpavgw) before anything is widened. Widening needs no multiplication either: with x = lo + 2^16 hi, Σ x (modulo 2^32) and Σ hi are kept, and
/// Σ lo = Σ x − 2^16 Σ hi. For 128 products: four multiplications, one shift, five additions and averages; the usual way takes eight multiplications (vpmaddubsw, vpmaddwd).
/// The order of the instructions is a fifth of the speed: what a product still needs is done between the products after it, so that the multipliers never wait. The compiler keeps the order as written.
/// </summary>
internal readonly unsafe struct Avx2Arithmetic : IRowArithmetic
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowRange Quantize(float* x, int depth, byte* bytes, int most)
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
        var range = RowRange.Of(low, high, most);
        float inverse = 1 / range.Scale, shift = range.Zero + 0.5f; // values are not negative then: cutting is rounding
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
    public static void Multiply(byte* row, byte* left, byte* right, int depth, int* sums)
    {
        Vector256<int> leftSum = default, leftHigh = default, rightSum = default, rightHigh = default; // Σ x and Σ hi of both panels
        Vector256<int> p = default, q = default; // averages of the step before, not yet added
        Vector256<short> r0 = default, r1 = default, r2 = default, r3 = default; // products of the right panel, not yet averaged
        for (var end = row + depth; row < end; row += 16, left += 128, right += 128)
        {
            var (a, b, c, d) = (Four(row), Four(row + 4), Four(row + 8), Four(row + 12));
            var l0 = Products(a, left);
            r0 = Avx2.Add(r0, r1);
            leftSum = Avx2.Add(leftSum, p);
            var l1 = Products(b, left + 32);
            r2 = Avx2.Add(r2, r3);
            p = Avx2.ShiftRightLogical(p, 16);
            var l2 = Products(c, left + 64);
            q = Average(r0, r2);
            leftHigh = Avx2.Add(leftHigh, p);
            var l3 = Products(d, left + 96);
            rightSum = Avx2.Add(rightSum, q);
            r0 = Products(a, right);
            l0 = Avx2.Add(l0, l1);
            q = Avx2.ShiftRightLogical(q, 16);
            r1 = Products(b, right + 32);
            l2 = Avx2.Add(l2, l3);
            r2 = Products(c, right + 64);
            p = Average(l0, l2);
            rightHigh = Avx2.Add(rightHigh, q);
            r3 = Products(d, right + 96);
        }
        q = Average(Avx2.Add(r0, r1), Avx2.Add(r2, r3));
        Avx.Store(sums, Whole(Avx2.Add(leftSum, p), Avx2.Add(leftHigh, Avx2.ShiftRightLogical(p, 16))));
        Avx.Store(sums + 8, Whole(Avx2.Add(rightSum, q), Avx2.Add(rightHigh, Avx2.ShiftRightLogical(q, 16))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(int* sums, RowRange* range, float* scales, int* columnSums, float* bias, float* y)
    {
        var zeros = Avx.Multiply(Avx.ConvertToVector256Single(Avx.LoadVector256(columnSums)), Avx.BroadcastScalarToVector256(&range->Zero));
        var whole = Avx.Subtract(Avx.ConvertToVector256Single(Avx2.Subtract(Avx.LoadVector256(sums), Avx2.BroadcastScalarToVector256(&range->Lifted))), zeros);
        var factors = Avx.Multiply(Avx.LoadVector256(scales), Avx.BroadcastScalarToVector256(&range->Scale));
        Avx.Store(y, Avx.Add(Avx.Multiply(whole, factors), Avx.LoadVector256(bias)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Four(byte* row) => Avx2.BroadcastScalarToVector256((int*)row).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Products(Vector256<byte> row, byte* panel) => Avx2.MultiplyAddAdjacent(row, Avx.LoadVector256((sbyte*)panel));

    // (a + b + 1) / 2 of unsigned sums
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Average(Vector256<short> a, Vector256<short> b) => Avx2.Average(a.AsUInt16(), b.AsUInt16()).AsInt32();

    // 2 (Σ lo + Σ hi)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Whole(Vector256<int> sum, Vector256<int> high) => Avx2.ShiftLeftLogical(Avx2.Add(Avx2.Subtract(sum, Avx2.ShiftLeftLogical(high, 16)), high), 1);
}
