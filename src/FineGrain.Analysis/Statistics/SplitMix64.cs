namespace FineGrain.Analysis.Statistics;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): a seeded stream that is the same on every machine and .NET version, one for each resample so that they run in parallel.</summary>
internal struct SplitMix64(ulong state)
{
    /// <summary>The stream number <paramref name="stream"/> of <paramref name="seed"/>.</summary>
    public static SplitMix64 Stream(int seed, int stream)
    {
        var mixer = new SplitMix64(((ulong)(uint)seed << 32) | (uint)stream);
        return new(mixer.Next());
    }

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="limit"/> − 1; the bias of at most limit/2⁶⁴ is beyond measure.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);
}
