using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Kernels;

/// <summary>
/// AVX2 with less than half the usual work on the multipliers. A pair of 7-bit products is at most 2 · 127 · 127 = 32,258 and two pairs fit in 16 unsigned bits (64,516), so sums of four products
/// are averaged two by two (vpavgw) before anything is widened. Widening needs no multiplication either: with x = lo + 2^16 hi, Σ x (modulo 2^32) and Σ hi are kept, and
/// Σ lo = Σ x − 2^16 Σ hi. For 128 products: four multiplications, one shift, five additions and averages; the usual way takes eight multiplications (vpmaddubsw, vpmaddwd).
/// </summary>
internal readonly unsafe struct Avx2Tile : IRowTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, byte* panel, int depth, int* sums)
    {
        Vector256<int> x0 = default, x1 = default, x2 = default, x3 = default, x4 = default; // Σ x
        Vector256<int> h0 = default, h1 = default, h2 = default, h3 = default, h4 = default; // Σ hi
        nint stride = depth;
        for (var k = 0; k < depth; k += 16, panel += 128)
        {
            var b = Vector256.Load(panel).AsSByte();
            var c = Vector256.Load(panel + 32).AsSByte();
            var a = rows + k;
            var p = Halves(a, b, c, panel + 64);
            x0 = Avx2.Add(x0, p);
            h0 = Avx2.Add(h0, Avx2.ShiftRightLogical(p, 16));
            p = Halves(a + stride, b, c, panel + 64);
            x1 = Avx2.Add(x1, p);
            h1 = Avx2.Add(h1, Avx2.ShiftRightLogical(p, 16));
            p = Halves(a + (2 * stride), b, c, panel + 64);
            x2 = Avx2.Add(x2, p);
            h2 = Avx2.Add(h2, Avx2.ShiftRightLogical(p, 16));
            p = Halves(a + (3 * stride), b, c, panel + 64);
            x3 = Avx2.Add(x3, p);
            h3 = Avx2.Add(h3, Avx2.ShiftRightLogical(p, 16));
            p = Halves(a + (4 * stride), b, c, panel + 64);
            x4 = Avx2.Add(x4, p);
            h4 = Avx2.Add(h4, Avx2.ShiftRightLogical(p, 16));
        }
        Sum(x0, h0).Store(sums);
        Sum(x1, h1).Store(sums + 8);
        Sum(x2, h2).Store(sums + 16);
        Sum(x3, h3).Store(sums + 24);
        Sum(x4, h4).Store(sums + 32);
    }

    // (p + q + 1) / 2 of the sums p and q of four products each
    private static Vector256<int> Halves(byte* a, Vector256<sbyte> b, Vector256<sbyte> c, byte* panel) => Avx2.Average(
        Avx2.Add(Avx2.MultiplyAddAdjacent(Four(a), b), Avx2.MultiplyAddAdjacent(Four(a + 4), c)).AsUInt16(),
        Avx2.Add(Avx2.MultiplyAddAdjacent(Four(a + 8), Vector256.Load(panel).AsSByte()), Avx2.MultiplyAddAdjacent(Four(a + 12), Vector256.Load(panel + 32).AsSByte())).AsUInt16()).AsInt32();

    private static Vector256<byte> Four(byte* a) => Vector256.Create(*(int*)a).AsByte();

    // 2 (Σ lo + Σ hi)
    private static Vector256<int> Sum(Vector256<int> x, Vector256<int> hi) => Avx2.ShiftLeftLogical(Avx2.Add(Avx2.Subtract(x, Avx2.ShiftLeftLogical(hi, 16)), hi), 1);
}
