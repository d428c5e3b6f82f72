using System.Numerics;
using System.Runtime.InteropServices;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Duplicates;

/// <summary>
/// MinHash signatures (Broder 1997): position i holds the smallest hash of the set under the i-th hash function, so two sets agree in a position
/// with a probability near their Jaccard similarity. Function i is x ↦ aᵢ·x + bᵢ mod 2³² over the mixed upper half of each shingle hash, aᵢ odd.
/// </summary>
internal static class MinHash
{
    /// <summary>Positions in a signature.</summary>
    public const int Size = 128;

    private static readonly uint[] Factors = Draw(1, odd: true);
    private static readonly uint[] Shifts = Draw(2, odd: false);

    /// <summary>The signature of a set of shingle hashes, <see cref="Size"/> numbers.</summary>
    public static uint[] Of(ReadOnlySpan<ulong> shingles)
    {
        var signature = new uint[Size];
        Array.Fill(signature, uint.MaxValue);
        var lanes = MemoryMarshal.Cast<uint, Vector<uint>>(signature.AsSpan());
        var factors = MemoryMarshal.Cast<uint, Vector<uint>>(Factors.AsSpan());
        var shifts = MemoryMarshal.Cast<uint, Vector<uint>>(Shifts.AsSpan());
        foreach (var shingle in shingles)
        {
            var x = new Vector<uint>((uint)(shingle >> 32));
            for (var i = 0; i < lanes.Length; i++) lanes[i] = Vector.Min(lanes[i], (x * factors[i]) + shifts[i]);
        }
        return signature;
    }

    private static uint[] Draw(long stream, bool odd)
    {
        var random = new SeededRandom(0x4D696E48, stream);
        return [.. Enumerable.Range(0, Size).Select(_ => (uint)(random.Next() >> 32) | (odd ? 1u : 0u))];
    }
}
