using FineGrain.Data.Randomness;

namespace FineGrain.Data.Spans.Features;

/// <summary>Hashes of how a unit is written: X for an upper-case letter, x for a lower-case one, c for one without case, d for a digit, other characters as they are.</summary>
internal static class UnitShapes
{
    /// <summary>Longer units share the shape of their beginning.</summary>
    private const int Longest = 12;

    /// <summary>Every character counts: <c>dd-dd-dddd</c>, <c>X.X.</c>, <c>Xxxx</c>.</summary>
    public static ulong Whole(ReadOnlySpan<char> form)
    {
        var hash = StableHash.Start;
        for (var i = 0; i < Math.Min(form.Length, Longest); i++) hash = StableHash.Add(hash, Kind(form[i]));
        return StableHash.Mix(hash);
    }

    /// <summary>Like characters in a row count once: <c>d-d-d</c>, <c>X.X.</c>, <c>Xx</c> (Collins 2002, section 5.1).</summary>
    public static ulong Short(ReadOnlySpan<char> form)
    {
        var (hash, last) = (StableHash.Start, '\0');
        foreach (var c in form)
        {
            if (Kind(c) is var kind && kind == last) continue;
            hash = StableHash.Add(hash, last = kind);
        }
        return StableHash.Mix(hash);
    }

    /// <summary>The unit with its digits hidden, <c>d:dpm</c>; 0 without a digit.</summary>
    public static ulong Digits(ReadOnlySpan<char> lower)
    {
        var (hash, any) = (StableHash.Start, false);
        foreach (var c in lower)
        {
            any |= char.IsDigit(c);
            hash = StableHash.Add(hash, char.IsDigit(c) ? '\u0001' : c);
        }
        return any ? StableHash.Mix(hash) : 0;
    }

    private static char Kind(char c) => char.IsUpper(c) ? 'X' : char.IsLower(c) ? 'x' : char.IsDigit(c) ? 'd' : char.IsLetter(c) ? 'c' : c;
}
