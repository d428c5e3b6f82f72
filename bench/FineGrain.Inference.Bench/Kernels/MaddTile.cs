using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Bench.Kernels;

/// <summary>
/// AVX2 as everybody does it: u8 × s8 pairs in 16 bits (vpmaddubsw), pairs of those in 32 bits (vpmaddwd with ones), then an addition: three instructions for 32 products, two of them
/// on the multipliers. Exact for weights of 7 bits: 2 · 255 · 63 = 32,130.
/// </summary>
internal readonly unsafe struct MaddTile : IByteTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, nint stride, sbyte* panel, int depth, int* sums)
    {
        var ones = Vector256.Create((short)1);
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        for (var k = 0; k < depth; k += 4, panel += 32)
        {
            var b = Vector256.Load(panel);
            var a = rows + k;
            s0 = Avx2.Add(s0, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Four(a), b), ones));
            s1 = Avx2.Add(s1, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Four(a + stride), b), ones));
            s2 = Avx2.Add(s2, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Four(a + (2 * stride)), b), ones));
            s3 = Avx2.Add(s3, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Four(a + (3 * stride)), b), ones));
            s4 = Avx2.Add(s4, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Four(a + (4 * stride)), b), ones));
            s5 = Avx2.Add(s5, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Four(a + (5 * stride)), b), ones));
        }
        s0.Store(sums);
        s1.Store(sums + 8);
        s2.Store(sums + 16);
        s3.Store(sums + 24);
        s4.Store(sums + 32);
        s5.Store(sums + 40);
    }

    private static Vector256<byte> Four(byte* a) => Vector256.Create(*(int*)a).AsByte();
}
