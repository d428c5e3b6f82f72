using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineGrain.Training.Optimizers;

/// <summary>Vectorised loops over float memory.</summary>
internal static unsafe class RowKernels
{
    /// <summary><paramref name="sum"/> ← sum + <paramref name="term"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* term, float* sum, long length)
    {
        long i = 0;
        for (; i <= length - Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.Load(sum + i) + Vector256.Load(term + i)).Store(sum + i);
        for (; i < length; i++) sum[i] += term[i];
    }

    /// <summary><paramref name="average"/> ← average + (<paramref name="value"/> − average) · <paramref name="share"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MoveTowards(float* value, float* average, float share, long length)
    {
        long i = 0;
        for (; i <= length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var a = Vector256.Load(average + i);
            (a + (Vector256.Load(value + i) - a) * share).Store(average + i);
        }
        for (; i < length; i++) average[i] += (value[i] - average[i]) * share;
    }

    /// <summary>Exchanges two arrays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Swap(float* a, float* b, long length)
    {
        long i = 0;
        for (; i <= length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var (x, y) = (Vector256.Load(a + i), Vector256.Load(b + i));
            y.Store(a + i);
            x.Store(b + i);
        }
        for (; i < length; i++) (a[i], b[i]) = (b[i], a[i]);
    }
}
