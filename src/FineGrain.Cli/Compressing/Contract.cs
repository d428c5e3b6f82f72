using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Cli.Compressing;

/// <summary>What a smaller model must keep: time of a text and size on this machine, score on dev.</summary>
/// <param name="P95">Most milliseconds that 95 % of single texts may take; null sets no limit.</param>
/// <param name="Bytes">Most bytes of the model folder; null sets no limit.</param>
/// <param name="MaxDrop">Most points of score that may be lost.</param>
internal sealed record Contract(double? P95, long? Bytes, double MaxDrop)
{
    /// <summary>Why a model of this cost cannot meet it, or null.</summary>
    public string? Misses(Cost cost)
    {
        var late = P95 is { } p95 && cost.P95 > p95 ? string.Create(CultureInfo.InvariantCulture, $"p95 {cost.P95:0.00} ms") : null;
        var large = Bytes is { } bytes && cost.Bytes > bytes ? string.Create(CultureInfo.InvariantCulture, $"{cost.Bytes / 1e6:0.0} MB") : null;
        return late is null ? large : large is null ? late : $"{late}, {large}";
    }

    /// <summary>The limits as the user wrote them.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        P95 is { } p95 ? string.Create(CultureInfo.InvariantCulture, $"p95 at most {p95:0.###} ms") : null,
        Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"at most {bytes / 1e6:0.###} MB") : null,
        string.Create(CultureInfo.InvariantCulture, $"at most {MaxDrop:0.###} points lost on dev"),
    }.OfType<string>());

    /// <summary>Milliseconds of <c>5ms</c>, <c>0.5s</c> or <c>5</c>.</summary>
    /// <exception cref="InputException">No time above 0.</exception>
    public static double Milliseconds(string text)
    {
        var (number, factor) = text.EndsWith("ms", StringComparison.OrdinalIgnoreCase) ? (text[..^2], 1.0) : text.EndsWith('s') ? (text[..^1], 1000.0) : (text, 1.0);
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value)
            ? value * factor
            : throw new InputException("--p95", $"'{text}' is no time. Write e.g. 5ms or 0.2s.");
    }

    /// <summary>Bytes of <c>25MB</c> or <c>800KB</c>, powers of 1,000.</summary>
    /// <exception cref="InputException">No size above 0.</exception>
    public static long Size(string text)
    {
        var units = new (string Name, double Bytes)[] { ("GB", 1e9), ("MB", 1e6), ("KB", 1e3), ("B", 1) };
        var unit = units.FirstOrDefault(u => text.EndsWith(u.Name, StringComparison.OrdinalIgnoreCase));
        return unit.Name is not null && double.TryParse(text[..^unit.Name.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && value * unit.Bytes < long.MaxValue
            ? (long)(value * unit.Bytes)
            : throw new InputException("--size", $"'{text}' is no size. Write e.g. 25MB or 800KB.");
    }
}
