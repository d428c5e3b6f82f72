using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Kernels;

/// <summary>The instructions of <see cref="Avx2Arithmetic"/> at half the width: for processors of before 2013, and for Native AOT, which compiles for those unless IlcInstructionSet says otherwise.</summary>
internal readonly unsafe struct Sse41Arithmetic : IRowArithmetic
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowRange Quantize(float* x, int depth, byte* bytes, int most)
    {
        Vector128<float> lows = default, highs = default;
        for (var k = 0; k < depth; k += 4)
        {
            var v = Vector128.Load(x + k);
            lows = Sse.Min(lows, v);
            highs = Sse.Max(highs, v);
        }
        float low = 0, high = 0;
        for (var i = 0; i < 4; i++) (low, high) = (MathF.Min(low, lows[i]), MathF.Max(high, highs[i]));
        var range = RowRange.Of(low, high, most);
        var factor = Vector128.Create(1 / range.Scale);
        var offset = Vector128.Create(range.Zero + 0.5f); // values are not negative then: cutting is rounding
        var limit = Vector128.Create(most);
        Vector128<int> sums = default, strange = default;
        for (var k = 0; k < depth; k += 4)
        {
            var q = Sse41.Min(Sse2.ConvertToVector128Int32WithTruncation((Vector128.Load(x + k) * factor) + offset), limit);
            sums += q;
            strange |= q;
            var narrow = Sse2.PackSignedSaturate(q, q);
            *(int*)(bytes + k) = Sse2.PackUnsignedSaturate(narrow, narrow).AsInt32()[0];
        }
        range.Close(Vector128.Sum(sums), depth, finite: Sse.MoveMask(strange.AsSingle()) == 0); // what is no number converts to the most negative one
        return range;
    }

    public static void Multiply(byte* row, byte* left, byte* right, int depth, int* sums)
    {
        Eight(row, left, depth, sums);
        Eight(row, right, depth, sums + 8);
    }

    public static void Scale(int* sums, RowRange* range, float* scales, int* columnSums, float* bias, float* y)
    {
        for (var c = 0; c < 8; c += 4)
        {
            var whole = Vector128.ConvertToSingle(Vector128.Load(sums + c) - Vector128.Create(range->Lifted)) - (Vector128.ConvertToSingle(Vector128.Load(columnSums + c)) * range->Zero);
            ((whole * (Vector128.Load(scales + c) * range->Scale)) + Vector128.Load(bias + c)).Store(y + c);
        }
    }

    // one panel, as two of half the width
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(byte* row, byte* panel, int depth, int* sums)
    {
        Vector128<int> leftSum = default, leftHigh = default, rightSum = default, rightHigh = default;
        Vector128<int> p = default, q = default;
        Vector128<short> r0 = default, r1 = default, r2 = default, r3 = default;
        for (var end = row + depth; row < end; row += 16, panel += 128)
        {
            var (a, b, c, d) = (Four(row), Four(row + 4), Four(row + 8), Four(row + 12));
            var l0 = Products(a, panel);
            r0 += r1;
            leftSum += p;
            var l1 = Products(b, panel + 32);
            r2 += r3;
            p >>>= 16;
            var l2 = Products(c, panel + 64);
            q = Average(r0, r2);
            leftHigh += p;
            var l3 = Products(d, panel + 96);
            rightSum += q;
            r0 = Products(a, panel + 16);
            l0 += l1;
            q >>>= 16;
            r1 = Products(b, panel + 48);
            l2 += l3;
            r2 = Products(c, panel + 80);
            p = Average(l0, l2);
            rightHigh += q;
            r3 = Products(d, panel + 112);
        }
        q = Average(r0 + r1, r2 + r3);
        Whole(leftSum + p, leftHigh + (p >>> 16)).Store(sums);
        Whole(rightSum + q, rightHigh + (q >>> 16)).Store(sums + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Four(byte* row) => Vector128.Create(*(int*)row).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Products(Vector128<byte> row, byte* panel) => Ssse3.MultiplyAddAdjacent(row, Vector128.Load((sbyte*)panel));

    // (a + b + 1) / 2 of unsigned sums
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Average(Vector128<short> a, Vector128<short> b) => Sse2.Average(a.AsUInt16(), b.AsUInt16()).AsInt32();

    // 2 (Σ lo + Σ hi)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Whole(Vector128<int> sum, Vector128<int> high) => (sum - (high << 16) + high) << 1;
}
