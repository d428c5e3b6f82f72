namespace FineGrain.Data.Randomness;

/// <summary>
/// The hash behind n-gram buckets, shingles and seeded orders. Part of the model format: it never changes. FNV-1a, 64 bits, over UTF-16 units or
/// integers (offset basis 14695981039346656037, prime 1099511628211), finished by the 64-bit mixer of MurmurHash3.
/// </summary>
public static class StableHash
{
    /// <summary>FNV-1a offset basis: the hash of nothing, before mixing.</summary>
    public const ulong Start = 14695981039346656037UL;

    /// <summary>One FNV-1a round with a whole unit.</summary>
    public static ulong Add(ulong hash, uint unit) => unchecked((hash ^ unit) * 1099511628211UL);

    /// <summary>The hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Start;
        foreach (var unit in text) hash = Add(hash, unit);
        return Mix(hash);
    }

    /// <summary>Final mixer of MurmurHash3 (fmix64): every input bit reaches every output bit.</summary>
    public static ulong Mix(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
            hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
            return hash ^ (hash >> 33);
        }
    }
}
