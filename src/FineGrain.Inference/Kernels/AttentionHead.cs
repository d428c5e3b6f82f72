using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineGrain.Inference.Kernels;

/// <summary>One head of attention, softmax(Q Kᵀ / √D + mask) V, four queries at a time: what they share is read once.</summary>
internal static unsafe class AttentionHead
{
    private const int Queries = 4;

    /// <summary>One head of one text.</summary>
    /// <param name="q">Queries: rows of D floats, <paramref name="stride"/> apart.</param>
    /// <param name="k">Keys, likewise.</param>
    /// <param name="v">Values, likewise.</param>
    /// <param name="mask">Added to the scores of each key.</param>
    /// <param name="asking">Number of queries.</param>
    /// <param name="length">Number T of keys and values.</param>
    /// <param name="depth">D, a multiple of 16.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="y">Takes a row for each query, likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* q, float* k, float* v, float* mask, int asking, int length, int depth, int stride, float* y)
    {
        var step = 2 * Vector<float>.Count;
        var padded = (length + step - 1) / step * step;
        var room = ArrayPool<float>.Shared.Rent((depth + Queries + 1) * padded);
        fixed (float* keys = room) // [D, padded], then the scores of four queries, then the mask
        {
            float* scores = keys + (depth * padded), masked = scores + (Queries * padded);
            for (var i = 0; i < depth; i++)
            {
                float* turned = keys + (i * padded), end = turned + length, key = k + i;
                for (; turned < end; turned++, key += stride) *turned = *key;
                for (end = keys + ((i + 1) * padded); turned < end; turned++) *turned = 0;
            }
            new Span<float>(mask, length).CopyTo(new(masked, length));
            new Span<float>(masked + length, padded - length).Fill(float.NegativeInfinity);
            var scale = 1 / MathF.Sqrt(depth);
            var shares = stackalloc float[Queries];
            for (var first = 0; first < asking; first += Queries)
            {
                // Fewer than four at the end: the last counts again, and is written once more with the same.
                float* q0 = Row(q, first, 0), q1 = Row(q, first, 1), q2 = Row(q, first, 2), q3 = Row(q, first, 3);
                Scores(q0, q1, q2, q3, keys, masked, scale, depth, padded, scores);
                Exponentials(scores, padded, shares);
                Mix(scores, shares, v, length, padded, depth, stride, Row(y, first, 0), Row(y, first, 1), Row(y, first, 2), Row(y, first, 3));
            }

            float* Row(float* rows, int from, int place) => rows + ((nint)Math.Min(from + place, asking - 1) * stride);
        }
        ArrayPool<float>.Shared.Return(room);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scores(float* q0, float* q1, float* q2, float* q3, float* keys, float* mask, float scale, int depth, int padded, float* scores)
    {
        var n = Vector<float>.Count;
        for (var t = 0; t < padded; t += 2 * n)
        {
            Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
            var key = keys + t;
            for (var i = 0; i < depth; i++, key += padded)
            {
                Vector<float> k0 = Vector.Load(key), k1 = Vector.Load(key + n), a = new(q0[i]), b = new(q1[i]), c = new(q2[i]), d = new(q3[i]);
                (a0, a1) = (Add(a, k0, a0), Add(a, k1, a1));
                (b0, b1) = (Add(b, k0, b0), Add(b, k1, b1));
                (c0, c1) = (Add(c, k0, c0), Add(c, k1, c1));
                (d0, d1) = (Add(d, k0, d0), Add(d, k1, d1));
            }
            Vector<float> m0 = Vector.Load(mask + t), m1 = Vector.Load(mask + t + n), s = new(scale);
            var at = scores + t;
            (Add(a0, s, m0), Add(a1, s, m1)).Store(at);
            (Add(b0, s, m0), Add(b1, s, m1)).Store(at + padded);
            (Add(c0, s, m0), Add(c1, s, m1)).Store(at + (2 * padded));
            (Add(d0, s, m0), Add(d1, s, m1)).Store(at + (3 * padded));
        }
    }

    /// <summary>The numerators of four softmaxes in place, and one over their sums. Step by step for all four, so that none waits for its own maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentials(float* scores, int padded, float* shares)
    {
        var n = Vector<float>.Count;
        var highs = stackalloc float[Queries];
        for (var r = 0; r < Queries; r++)
        {
            var row = scores + (r * padded);
            var most = Vector.Load(row);
            for (var t = n; t < padded; t += n) most = Vector.MaxNative(most, Vector.Load(row + t));
            highs[r] = Largest(most);
        }
        for (var r = 0; r < Queries; r++)
        {
            var high = new Vector<float>(highs[r]);
            var sums = Vector<float>.Zero;
            float* at = scores + (r * padded), end = at + padded;
            for (; at < end; at += n)
            {
                var e = Power(Vector.Load(at) - high);
                e.Store(at);
                sums += e;
            }
            shares[r] = 1 / Vector.Sum(sums);
        }
    }

    // What is no number may get lost here; the exponentials bring it back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(Vector<float> v)
    {
        if (Vector<float>.Count > 8)
        {
            var high = v[0];
            for (var i = 1; i < Vector<float>.Count; i++) high = MathF.Max(high, v[i]);
            return high;
        }
        var four = Vector<float>.Count == 8 ? Vector128.MaxNative(v.AsVector256().GetLower(), v.AsVector256().GetUpper()) : v.AsVector128();
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)))[0];
    }

    /// <summary>
    /// e^x of numbers that are not above 0, within 2 units in the last place; 0 below −87. x = n ln 2 + r, |r| ≤ ln 2 / 2, e^r by the terms of its series up to r^6 (the rest is below 2e-8), 2^n in the bits of a float.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Power(Vector<float> x)
    {
        const float Shift = 12582912; // 1.5 · 2^23: a sum with it has the whole number in its last bits
        const float High = 0.693359375f, Low = -2.12194440e-4f; // ln 2 in two parts, so that n times the first is exact
        var small = Vector.LessThan(x, new Vector<float>(-87));
        var whole = Add(x, new(1.44269504f), new(Shift));
        var n = whole - new Vector<float>(Shift);
        var r = Add(n, new(-Low), Add(n, new(-High), x));
        var p = Add(r, new(1 / 720f), new(1 / 120f));
        p = Add(p, r, new(1 / 24f));
        p = Add(p, r, new(1 / 6f));
        p = Add(p, r, new(0.5f));
        p = Add(p * r, r, r + Vector<float>.One);
        var scale = Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(whole), 23) + new Vector<int>(127 << 23));
        return Vector.ConditionalSelect(small, Vector<float>.Zero, p * scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(float* weights, float* shares, float* v, int length, int padded, int depth, int stride, float* y0, float* y1, float* y2, float* y3)
    {
        var n = Vector<float>.Count;
        for (var i = 0; i < depth; i += 2 * n)
        {
            Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
            var value = v + i;
            for (var t = 0; t < length; t++, value += stride)
            {
                Vector<float> v0 = Vector.Load(value), v1 = Vector.Load(value + n), a = new(weights[t]), b = new(weights[padded + t]), c = new(weights[(2 * padded) + t]), d = new(weights[(3 * padded) + t]);
                (a0, a1) = (Add(a, v0, a0), Add(a, v1, a1));
                (b0, b1) = (Add(b, v0, b0), Add(b, v1, b1));
                (c0, c1) = (Add(c, v0, c0), Add(c, v1, c1));
                (d0, d1) = (Add(d, v0, d0), Add(d, v1, d1));
            }
            (a0 * shares[0], a1 * shares[0]).Store(y0 + i);
            (b0 * shares[1], b1 * shares[1]).Store(y1 + i);
            (c0 * shares[2], c1 * shares[2]).Store(y2 + i);
            (d0 * shares[3], d1 * shares[3]).Store(y3 + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Add(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(this (Vector<float> First, Vector<float> Second) two, float* at)
    {
        two.First.Store(at);
        two.Second.Store(at + Vector<float>.Count);
    }
}
