using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference.Bench.Kernels;

/// <summary>AVX-VNNI: four products and their sum in 32 bits in one instruction (vpdpbusd), exact for 8-bit weights.</summary>
internal readonly unsafe struct VnniTile : IByteTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* rows, nint stride, sbyte* panel, int depth, int* sums)
    {
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        for (var k = 0; k < depth; k += 4, panel += 32)
        {
            var b = Vector256.Load(panel);
            var a = rows + k;
            s0 = AvxVnni.MultiplyWideningAndAdd(s0, Four(a), b);
            s1 = AvxVnni.MultiplyWideningAndAdd(s1, Four(a + stride), b);
            s2 = AvxVnni.MultiplyWideningAndAdd(s2, Four(a + (2 * stride)), b);
            s3 = AvxVnni.MultiplyWideningAndAdd(s3, Four(a + (3 * stride)), b);
            s4 = AvxVnni.MultiplyWideningAndAdd(s4, Four(a + (4 * stride)), b);
            s5 = AvxVnni.MultiplyWideningAndAdd(s5, Four(a + (5 * stride)), b);
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
