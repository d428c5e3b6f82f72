namespace FineGrain.Feedback.Tuning;

/// <summary>A stream of its own for each setting.</summary>
internal static class SeededDraws
{
    /// <summary>The seed and the number are mixed first (fmix64): neighbouring seeds of <see cref="Random"/> begin alike.</summary>
    public static Random Of(int seed, int number)
    {
        var hash = unchecked(((ulong)(uint)seed << 32 | (uint)number) + 0x9E3779B97F4A7C15UL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL);
        return new((int)(hash >> 32));
    }
}
