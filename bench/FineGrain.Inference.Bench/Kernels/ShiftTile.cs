using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Bench.Kernels;

/// <summary>
/// AVX2 with half the work on the multipliers. Activations and weights are unsigned 7 bits (weights moved up by 64), so a pair is at most 2 · 127 · 127 = 32,258 and two pairs
/// fit in 16 unsigned bits (64,516): two vpmaddubsw are added before anything is widened. Widening needs no multiplication either: with x = lo + 2^16 hi, Σ x (modulo 2^32) and
/// Σ hi are kept, and Σ lo = Σ x − 2^16 Σ hi. For 64 products: two multiplications, one shift, three additions.
/// </summary>
internal readonly unsafe struct ShiftTile : IByteTile
{
    public static int Rows => 6;

    public static int Step => 8;

    public static int ActivationLimit => 127;

    public static int WeightOffset => 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, nint stride, sbyte* panel, int depth, int* sums)
    {
        Vector256<int> x0 = default, x1 = default, x2 = default, x3 = default, x4 = default, x5 = default; // Σ x
        Vector256<int> h0 = default, h1 = default, h2 = default, h3 = default, h4 = default, h5 = default; // Σ hi
        for (var k = 0; k < depth; k += 8, panel += 64)
        {
            var b = Vector256.Load(panel);
            var c = Vector256.Load(panel + 32);
            var a = rows + k;
            var p = Pairs(a, b, c);
            x0 = Avx2.Add(x0, p);
            h0 = Avx2.Add(h0, Avx2.ShiftRightLogical(p, 16));
            p = Pairs(a + stride, b, c);
            x1 = Avx2.Add(x1, p);
            h1 = Avx2.Add(h1, Avx2.ShiftRightLogical(p, 16));
            p = Pairs(a + (2 * stride), b, c);
            x2 = Avx2.Add(x2, p);
            h2 = Avx2.Add(h2, Avx2.ShiftRightLogical(p, 16));
            p = Pairs(a + (3 * stride), b, c);
            x3 = Avx2.Add(x3, p);
            h3 = Avx2.Add(h3, Avx2.ShiftRightLogical(p, 16));
            p = Pairs(a + (4 * stride), b, c);
            x4 = Avx2.Add(x4, p);
            h4 = Avx2.Add(h4, Avx2.ShiftRightLogical(p, 16));
            p = Pairs(a + (5 * stride), b, c);
            x5 = Avx2.Add(x5, p);
            h5 = Avx2.Add(h5, Avx2.ShiftRightLogical(p, 16));
        }
        Sum(x0, h0).Store(sums);
        Sum(x1, h1).Store(sums + 8);
        Sum(x2, h2).Store(sums + 16);
        Sum(x3, h3).Store(sums + 24);
        Sum(x4, h4).Store(sums + 32);
        Sum(x5, h5).Store(sums + 40);
    }

    private static Vector256<int> Pairs(byte* a, Vector256<sbyte> b, Vector256<sbyte> c) => Avx2.Add(
        Avx2.MultiplyAddAdjacent(Vector256.Create(*(int*)a).AsByte(), b), Avx2.MultiplyAddAdjacent(Vector256.Create(*(int*)(a + 4)).AsByte(), c)).AsInt32();

    // Σ lo + Σ hi
    private static Vector256<int> Sum(Vector256<int> x, Vector256<int> hi) => Avx2.Add(Avx2.Subtract(x, Avx2.ShiftLeftLogical(hi, 16)), hi);
}
