namespace FineGrain.Cli.Terminals;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>At most <paramref name="width"/> bars, each the mean of its share of the values, from the smallest value to the largest.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        if (values.Count == 0) return "";
        var columns = Math.Min(width, values.Count);
        var means = Enumerable.Range(0, columns)
            .Select(c => values.Skip(c * values.Count / columns).Take(((c + 1) * values.Count / columns) - (c * values.Count / columns)).Average()).ToArray();
        var (low, high) = (means.Min(), means.Max());
        return string.Concat(means.Select(m => Bars[high > low ? (int)Math.Round((m - low) / (high - low) * (Bars.Length - 1)) : 0]));
    }
}
