using System.Globalization;

namespace FineGrain.Cli.Verbs;

/// <summary>Times as options write them.</summary>
internal static class TimeText
{
    /// <summary>90s, 30m or 8h; null for anything else.</summary>
    public static TimeSpan? Parse(string text) =>
        text.Length > 1 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? text[^1] switch { 's' => TimeSpan.FromSeconds(number), 'm' => TimeSpan.FromMinutes(number), 'h' => TimeSpan.FromHours(number), _ => null }
            : null;
}
