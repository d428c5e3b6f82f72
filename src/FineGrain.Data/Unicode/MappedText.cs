namespace FineGrain.Data.Unicode;

/// <summary>
/// A text under change that remembers, for each UTF-16 unit, the half-open range [start, end) of the original text it came from.
/// Starts and ends never decrease. Unpaired surrogates of the original stand here as U+FFFD, so that what follows sees valid UTF-16.
/// Reusable: <see cref="Reset(ReadOnlySpan{char}, int)"/> keeps the buffers. Not for several threads at once.
/// </summary>
public sealed class MappedText
{
    private char[] units = new char[256];
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private char[] spareUnits = [];
    private int[] spareStarts = [];
    private int[] spareEnds = [];
    private int spareLength;

    /// <summary>An empty text.</summary>
    public MappedText() { }

    /// <summary>The text unchanged, each unit mapped to itself.</summary>
    public MappedText(ReadOnlySpan<char> original) => Reset(original);

    /// <summary>Number of UTF-16 units now.</summary>
    public int Length { get; private set; }

    /// <summary>The text now; valid until the next change.</summary>
    public ReadOnlySpan<char> Units => units.AsSpan(0, Length);

    /// <summary>Where in the original the unit at <paramref name="index"/> begins.</summary>
    public int StartOf(int index) => starts[index];

    /// <summary>Where in the original the unit at <paramref name="index"/> ends (exclusive).</summary>
    public int EndOf(int index) => ends[index];

    /// <summary>Begins anew with <paramref name="original"/>, a part that stands at <paramref name="offset"/> in the whole original text.</summary>
    public void Reset(ReadOnlySpan<char> original, int offset = 0)
    {
        Length = original.Length;
        if (units.Length < Length) (units, starts, ends) = (new char[Length * 2], new int[Length * 2], new int[Length * 2]);
        original.CopyTo(units);
        for (var i = 0; i < original.Length; i++)
        {
            starts[i] = offset + i;
            ends[i] = offset + i + 1;
        }
        // From here on a pair of surrogates is one thing: both units map to both.
        for (var i = original.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < original.Length; i++)
        {
            if (!char.IsSurrogate(units[i])) continue;
            if (char.IsHighSurrogate(units[i]) && i + 1 < Length && char.IsLowSurrogate(units[i + 1]))
            {
                ends[i]++;
                starts[i + 1]--;
                i++;
            }
            else
            {
                units[i] = '\uFFFD';
            }
        }
    }

    /// <summary>The code point at <paramref name="index"/> and how many units it has.</summary>
    public int CodePointAt(int index, out int width)
    {
        var unit = units[index];
        if (char.IsHighSurrogate(unit) && index + 1 < Length && char.IsLowSurrogate(units[index + 1]))
        {
            width = 2;
            return char.ConvertToUtf32(unit, units[index + 1]);
        }
        width = 1;
        return unit;
    }

    /// <summary>Starts writing the changed text; follow with appends and <see cref="Commit"/>.</summary>
    public void Begin()
    {
        spareLength = 0;
        if (spareUnits.Length < Length) Grow(Length + 16);
    }

    /// <summary>Appends one unit that came from [start, end) of the original.</summary>
    public void Append(char unit, int start, int end)
    {
        if (spareLength == spareUnits.Length) Grow(spareLength * 2 + 16);
        spareUnits[spareLength] = unit;
        spareStarts[spareLength] = start;
        spareEnds[spareLength++] = end;
    }

    /// <summary>Appends a code point that came from [start, end) of the original.</summary>
    public void AppendCodePoint(int codePoint, int start, int end)
    {
        if (codePoint < 0x10000)
        {
            Append((char)codePoint, start, end);
            return;
        }
        Append((char)(0xD7C0 + (codePoint >> 10)), start, end);
        Append((char)(0xDC00 + (codePoint & 0x3FF)), start, end);
    }

    /// <summary>Appends units [from, to) of the current text unchanged.</summary>
    public void Keep(int from, int to)
    {
        var count = to - from;
        if (count <= 0) return;
        if (spareLength + count > spareUnits.Length) Grow((spareLength + count) * 2);
        units.AsSpan(from, count).CopyTo(spareUnits.AsSpan(spareLength));
        starts.AsSpan(from, count).CopyTo(spareStarts.AsSpan(spareLength));
        ends.AsSpan(from, count).CopyTo(spareEnds.AsSpan(spareLength));
        spareLength += count;
    }

    /// <summary>Number of units appended since <see cref="Begin"/>.</summary>
    public int Written => spareLength;

    /// <summary>
    /// Drops units [from, to) of the current text, a mark that belongs to what was appended last: the range of that grows over it,
    /// so that a span over the letter also covers its accent.
    /// </summary>
    public void Absorb(int from, int to)
    {
        if (spareLength == 0) return;
        var end = Math.Max(spareEnds[spareLength - 1], ends[to - 1]);
        spareEnds[spareLength - 1] = end;
        if (char.IsLowSurrogate(spareUnits[spareLength - 1]) && spareLength > 1) spareEnds[spareLength - 2] = end;
    }

    /// <summary>The appended text becomes the current one.</summary>
    public void Commit()
    {
        (units, spareUnits) = (spareUnits, units);
        (starts, spareStarts) = (spareStarts, starts);
        (ends, spareEnds) = (spareEnds, ends);
        Length = spareLength;
    }

    /// <summary>Replaces one unit in place; its origin stays.</summary>
    public void Replace(int index, char unit) => units[index] = unit;

    /// <inheritdoc/>
    public override string ToString() => new(units, 0, Length);

    private void Grow(int size)
    {
        Array.Resize(ref spareUnits, size);
        Array.Resize(ref spareStarts, size);
        Array.Resize(ref spareEnds, size);
    }
}
