using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Kernels;

/// <summary>The instructions of <see cref="Avx2Arithmetic"/> at half the width: for processors of before 2013, and for Native AOT, which compiles for those unless IlcInstructionSet says otherwise.</summary>
internal readonly unsafe struct Sse41Arithmetic : IRowArithmetic
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowRange Quantize(float* x, int depth, byte* bytes)
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
        var range = RowRange.Of(low, high);
        var factor = Vector128.Create(1 / range.Scale);
        var offset = Vector128.Create(range.Zero + 0.5f); // values are not negative then: cutting is rounding
        var limit = Vector128.Create(RowRange.Most);
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

    public static void Multiply(byte* rows, byte* panel, int depth, int* sums)
    {
        Half(rows, (sbyte*)panel, depth, sums);
        Half(rows, (sbyte*)panel + 16, depth, sums + 4);
    }

    public static void Scale(int* sums, RowRange* range, float* scales, int* columnSums, float* bias, float* y)
    {
        for (var c = 0; c < 8; c += 4)
        {
            var whole = Vector128.ConvertToSingle(Vector128.Load(sums + c) - Vector128.Create(range->Lifted)) - (Vector128.ConvertToSingle(Vector128.Load(columnSums + c)) * range->Zero);
            ((whole * (Vector128.Load(scales + c) * range->Scale)) + Vector128.Load(bias + c)).Store(y + c);
        }
    }

    // four columns of the panel
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Half(byte* rows, sbyte* panel, int depth, int* sums)
    {
        Vector128<int> x0 = default, x1 = default, x2 = default, x3 = default, x4 = default; // Σ x
        Vector128<int> h0 = default, h1 = default, h2 = default, h3 = default, h4 = default; // Σ hi
        nint stride = depth;
        for (var k = 0; k < depth; k += 16, panel += 128)
        {
            var a = rows + k;
            var p = Halves(a, panel);
            x0 += p;
            h0 += p >>> 16;
            p = Halves(a + stride, panel);
            x1 += p;
            h1 += p >>> 16;
            p = Halves(a + (2 * stride), panel);
            x2 += p;
            h2 += p >>> 16;
            p = Halves(a + (3 * stride), panel);
            x3 += p;
            h3 += p >>> 16;
            p = Halves(a + (4 * stride), panel);
            x4 += p;
            h4 += p >>> 16;
        }
        Sum(x0, h0).Store(sums);
        Sum(x1, h1).Store(sums + 8);
        Sum(x2, h2).Store(sums + 16);
        Sum(x3, h3).Store(sums + 24);
        Sum(x4, h4).Store(sums + 32);
    }

    // (p + q + 1) / 2 of the sums p and q of four products each
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Halves(byte* a, sbyte* panel) =>
        Sse2.Average((Four(a, panel) + Four(a + 4, panel + 32)).AsUInt16(), (Four(a + 8, panel + 64) + Four(a + 12, panel + 96)).AsUInt16()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Four(byte* a, sbyte* weights) => Ssse3.MultiplyAddAdjacent(Vector128.Create(*(int*)a).AsByte(), Vector128.Load(weights));

    // 2 (Σ lo + Σ hi)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sum(Vector128<int> x, Vector128<int> hi) => (x - (hi << 16) + hi) << 1;
}
