using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineGrain.Training.Vectors;

/// <summary>Loops over rows whose length is a multiple of <see cref="Lanes"/>; fixed lanes, so that every machine adds in the same order.</summary>
internal static unsafe class VectorKernels
{
    /// <summary>Rows are padded with zeros to a multiple of this.</summary>
    public const int Lanes = 8;

    /// <summary>Σ a_i · b_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(float* a, float* b, int length)
    {
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < length; i += Lanes) sum = Vector256.FusedMultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), sum);
        return Vector256.Sum(sum);
    }

    /// <summary><paramref name="sum"/> ← sum + factor · term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(float* sum, float* term, float factor, int length)
    {
        var f = Vector256.Create(factor);
        for (var i = 0; i < length; i += Lanes) Vector256.FusedMultiplyAdd(Vector256.Load(term + i), f, Vector256.Load(sum + i)).Store(sum + i);
    }

    /// <summary><paramref name="sum"/> ← sum + term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* sum, float* term, int length)
    {
        for (var i = 0; i < length; i += Lanes) (Vector256.Load(sum + i) + Vector256.Load(term + i)).Store(sum + i);
    }

    /// <summary><paramref name="sum"/> ← sum + a ⊙ b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(float* sum, float* a, float* b, int length)
    {
        for (var i = 0; i < length; i += Lanes) Vector256.FusedMultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), Vector256.Load(sum + i)).Store(sum + i);
    }

    /// <summary>Both sides of a score s = h · o at once: <paramref name="error"/> ← error + slope · o, then o ← o + rate · slope · h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exchange(float* error, float* output, float* hidden, float slope, float rate, int length)
    {
        var (s, r) = (Vector256.Create(slope), Vector256.Create(rate * slope));
        for (var i = 0; i < length; i += Lanes)
        {
            var o = Vector256.Load(output + i);
            Vector256.FusedMultiplyAdd(o, s, Vector256.Load(error + i)).Store(error + i);
            Vector256.FusedMultiplyAdd(Vector256.Load(hidden + i), r, o).Store(output + i);
        }
    }

    /// <summary><paramref name="row"/> ← factor · row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(float* row, float factor, int length)
    {
        var f = Vector256.Create(factor);
        for (var i = 0; i < length; i += Lanes) (Vector256.Load(row + i) * f).Store(row + i);
    }
}
