using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Models.Seeding;

/// <summary>
/// Philox4x32-10, a counter-based random generator: block <c>n</c> of a key is a pure function of both, so any part of a stream can be made
/// at any time, in any order, by any thread, and a checkpoint needs a counter instead of a state.
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; constants of its section 4.3.
/// </summary>
public static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57; // chosen by the authors by avalanche
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85; // golden ratio and sqrt(3) - 1: the round keys' increments
    private const int Rounds = 10;

    /// <summary>Elements that <see cref="FillMask"/> makes from one group of eight blocks: 8 blocks × 4 words × 2 halves.</summary>
    private const int Group = 64;

    /// <summary>The four 32-bit words of block <paramref name="counter"/> (128 bits, low word first) under <paramref name="key"/>.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(ulong key, ulong counter, ulong counterHigh = 0)
    {
        uint x0 = (uint)counter, x1 = (uint)(counter >> 32), x2 = (uint)counterHigh, x3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)Multiplier0 * x0;
            var p1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return (x0, x1, x2, x3);
    }

    /// <summary>
    /// Writes an inverted-dropout mask: each element is 0 with probability <paramref name="drop"/>/65536 and else 65536/(65536 − drop), so its
    /// mean is exactly 1. The same arguments give the same bytes on every processor, with AVX2 or without.
    /// </summary>
    /// <param name="mask">Where to write; its length is the number of draws.</param>
    /// <param name="drop">Dropping probability in units of 1/65536, 0 to 65535.</param>
    /// <param name="key">Key of the stream.</param>
    /// <param name="stream">High counter half: which of the key's independent streams.</param>
    public static void FillMask(Span<float> mask, int drop, ulong key, ulong stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(drop);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drop, 65535);
        var keep = 65536f / (65536 - drop);
        Span<float> last = stackalloc float[Group];
        for (var start = 0; start < mask.Length; start += Group)
        {
            var whole = mask.Length - start >= Group;
            var target = whole ? mask.Slice(start, Group) : last;
            var block = (ulong)start / Group * 8;
            if (Avx2.IsSupported) FillGroupAvx2(target, drop, keep, key, block, stream);
            else FillGroup(target, drop, keep, key, block, stream);
            if (!whole) last[..(mask.Length - start)].CopyTo(mask[start..]);
        }
    }

    /// <summary>Plain twin of <see cref="FillGroupAvx2"/>: element (word, half, lane) of a group comes from block <c>first + lane</c>.</summary>
    internal static void FillGroup(Span<float> mask, int drop, float keep, ulong key, ulong first, ulong stream)
    {
        for (var lane = 0; lane < 8; lane++)
        {
            var (x0, x1, x2, x3) = Block(key, first + (ulong)lane, stream);
            for (var half = 0; half < 2; half++)
            {
                var shift = 16 * half;
                mask[0 + 8 * half + lane] = (int)((x0 >> shift) & 0xFFFF) >= drop ? keep : 0;
                mask[16 + 8 * half + lane] = (int)((x1 >> shift) & 0xFFFF) >= drop ? keep : 0;
                mask[32 + 8 * half + lane] = (int)((x2 >> shift) & 0xFFFF) >= drop ? keep : 0;
                mask[48 + 8 * half + lane] = (int)((x3 >> shift) & 0xFFFF) >= drop ? keep : 0;
            }
        }
    }

    /// <summary>Eight blocks side by side, one in each 32-bit lane; 64 mask elements without a single shuffle between lanes.</summary>
    internal static void FillGroupAvx2(Span<float> mask, int drop, float keep, ulong key, ulong first, ulong stream)
    {
        // Block numbers of a group share their high word: first is a multiple of 8, so lane 7 cannot carry.
        var x0 = Vector256.Create((uint)first) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        var x1 = Vector256.Create((uint)(first >> 32));
        var x2 = Vector256.Create((uint)stream);
        var x3 = Vector256.Create((uint)(stream >> 32));
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        var m0 = Vector256.Create(Multiplier0);
        var m1 = Vector256.Create(Multiplier1);
        for (var round = 0; round < Rounds; round++)
        {
            var (high0, low0) = Multiply(x0, m0);
            var (high1, low1) = Multiply(x2, m1);
            x0 = high1 ^ x1 ^ Vector256.Create(k0);
            x1 = low1;
            x2 = high0 ^ x3 ^ Vector256.Create(k1);
            x3 = low0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
        var bound = Vector256.Create(drop - 1);
        var value = Vector256.Create(keep);
        Store(mask, 0, x0, bound, value);
        Store(mask, 16, x1, bound, value);
        Store(mask, 32, x2, bound, value);
        Store(mask, 48, x3, bound, value);
    }

    /// <summary>High and low 32 bits of the eight 64-bit products; vpmuludq multiplies even lanes, so odd lanes are shifted down and back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> High, Vector256<uint> Low) Multiply(Vector256<uint> x, Vector256<uint> m)
    {
        var even = Avx2.Multiply(x, m);
        var odd = Avx2.Multiply(Avx2.ShiftRightLogical(x.AsUInt64(), 32).AsUInt32(), m);
        var high = Avx2.Blend(Avx2.ShiftRightLogical(even, 32).AsUInt32(), odd.AsUInt32(), 0b10101010);
        var low = Avx2.Blend(even.AsUInt32(), Avx2.ShiftLeftLogical(odd, 32).AsUInt32(), 0b10101010);
        return (high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<float> mask, int at, Vector256<uint> word, Vector256<int> bound, Vector256<float> keep)
    {
        var low = Vector256.GreaterThan((word & Vector256.Create(0xFFFFu)).AsInt32(), bound);
        var high = Vector256.GreaterThan((word >>> 16).AsInt32(), bound);
        (low.AsSingle() & keep).CopyTo(mask[at..]);
        (high.AsSingle() & keep).CopyTo(mask[(at + 8)..]);
    }
}
