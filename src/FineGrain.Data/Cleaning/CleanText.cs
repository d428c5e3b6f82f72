namespace FineGrain.Data.Cleaning;

/// <summary>A cleaned text that knows where each of its UTF-16 units came from in the original.</summary>
public sealed class CleanText
{
    private readonly int originalLength;
    private readonly int[]? starts;
    private readonly int[]? ends;

    /// <summary>A text that cleaning left as it was.</summary>
    internal CleanText(string original)
    {
        Text = original;
        originalLength = original.Length;
    }

    internal CleanText(string text, int originalLength, int[] starts, int[] ends)
    {
        Text = text;
        this.originalLength = originalLength;
        this.starts = starts;
        this.ends = ends;
    }

    /// <summary>The cleaned text.</summary>
    public string Text { get; }

    /// <summary>
    /// The stretch of the original that [<paramref name="start"/>, <paramref name="end"/>) of <see cref="Text"/> came from, in UTF-16 units.
    /// An empty stretch stays empty.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a stretch of <see cref="Text"/>.</exception>
    public (int Start, int End) ToOriginal(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Text.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, end);
        if (starts is null || ends is null) return (start, end);
        if (start < end) return (starts[start], ends[end - 1]);
        var at = start < starts.Length ? starts[start] : originalLength;
        return (at, at);
    }
}
