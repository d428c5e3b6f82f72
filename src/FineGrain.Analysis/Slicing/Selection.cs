using System.Numerics;

namespace FineGrain.Analysis.Slicing;

/// <summary>A set of rows, one bit a row: thousands of them are cut and counted while searching.</summary>
internal sealed class Selection
{
    private readonly ulong[] bits;

    private Selection(ulong[] bits, int rows)
    {
        (this.bits, Rows) = (bits, rows);
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(word);
        Count = count;
    }

    /// <summary>Rows in all.</summary>
    public int Rows { get; }

    /// <summary>Rows in the set.</summary>
    public int Count { get; }

    public bool this[int row] => (bits[row >> 6] >> (row & 63) & 1) == 1;

    /// <summary>The rows for which <paramref name="inside"/> holds.</summary>
    public static Selection Where(int rows, Func<int, bool> inside)
    {
        var bits = new ulong[(rows + 63) / 64];
        for (var i = 0; i < rows; i++)
            if (inside(i)) bits[i >> 6] |= 1UL << (i & 63);
        return new(bits, rows);
    }

    public Selection And(Selection other) => new([.. bits.Zip(other.bits, (a, b) => a & b)], Rows);

    public Selection Without(Selection other) => new([.. bits.Zip(other.bits, (a, b) => a & ~b)], Rows);

    /// <summary>Size of the intersection, without making it.</summary>
    public int CountWith(Selection other)
    {
        var count = 0;
        for (var i = 0; i < bits.Length; i++) count += BitOperations.PopCount(bits[i] & other.bits[i]);
        return count;
    }

    /// <summary>The bits as bytes, row i in bit i mod 8 of byte i / 8, in base64.</summary>
    public string ToBase64()
    {
        var bytes = new byte[bits.Length * 8];
        for (var i = 0; i < bits.Length; i++) System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), bits[i]);
        return Convert.ToBase64String(bytes, 0, (Rows + 7) / 8);
    }

    /// <summary>The rows, ascending.</summary>
    public IEnumerable<int> Indices()
    {
        for (var i = 0; i < bits.Length; i++)
            for (var left = bits[i]; left != 0; left &= left - 1) yield return (i << 6) + BitOperations.TrailingZeroCount(left);
    }
}
