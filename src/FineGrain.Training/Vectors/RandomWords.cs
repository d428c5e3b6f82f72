namespace FineGrain.Training.Vectors;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014) keyed by several numbers: each chunk of the training has a stream of its own, so that a checkpoint need not keep its state.</summary>
internal struct RandomWords
{
    private ulong state;

    public RandomWords(params ReadOnlySpan<long> keys)
    {
        foreach (var key in keys) state = Mix(state + 0x9E3779B97F4A7C15UL) ^ Mix((ulong)key + 0xD1B54A32D192ED03UL);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(state += 0x9E3779B97F4A7C15UL);

    /// <summary>The next 32 random bits.</summary>
    public uint Next32() => (uint)(Next() >> 32);

    /// <summary>A whole number in [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)((Next32() * (ulong)count) >> 32);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
