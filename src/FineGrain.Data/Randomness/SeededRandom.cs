
namespace FineGrain.Data.Randomness;

/// <summary>
/// Random numbers that are the same on every machine and .NET version: SplitMix64 (Steele, Lea and Flood 2014), keyed by any number of integers,
/// so that (seed, epoch, row) has a stream of its own.
/// </summary>
public sealed class SeededRandom
{
    private ulong state;

    /// <summary>The stream of <paramref name="keys"/>; every key and its place count.</summary>
    public SeededRandom(params ReadOnlySpan<long> keys)
    {
        foreach (var key in keys) state = StableHash.Mix(state + 0x9E3779B97F4A7C15UL) ^ StableHash.Mix((ulong)key + 0xD1B54A32D192ED03UL);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => StableHash.Mix(state += 0x9E3779B97F4A7C15UL);

    /// <summary>A whole number in [0, <paramref name="count"/>), without modulo bias beyond 2⁻³².</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(Next(), (ulong)count, out _);
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with probability <paramref name="rate"/>.</summary>
    public bool Happens(double rate) => Share() < rate;

    /// <summary>Shuffles in place (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A standard normal number (Box–Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    /// <summary>A draw from Beta(<paramref name="a"/>, <paramref name="b"/>), as a quotient of two Gamma draws.</summary>
    public double Beta(double a, double b)
    {
        var (x, y) = (LogGamma(a), LogGamma(b));
        var top = Math.Max(x, y);
        return Math.Exp(x - top) / (Math.Exp(x - top) + Math.Exp(y - top));
    }

    /// <summary>Logarithm of a Gamma(<paramref name="shape"/>, 1) draw (Marsaglia and Tsang 2000; shapes below 1 by the power of a uniform, kept in logs so that tiny shapes do not underflow).</summary>
    private double LogGamma(double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1) return LogGamma(shape + 1) + (Math.Log(1 - Share()) / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - Share()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return Math.Log(d * v);
        }
    }
}
