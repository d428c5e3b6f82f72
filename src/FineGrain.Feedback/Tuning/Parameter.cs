using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Feedback.Tuning;

/// <summary>One recipe key that may vary, and how: whole numbers or numbers in a range, on a linear or a log scale, or one of several values.</summary>
public sealed record Parameter
{
    /// <summary>Dotted path, e.g. <c>training.optimizer.learning_rate</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Values to choose from, as YAML; empty for a range.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Smallest number.</summary>
    public double Low { get; init; }

    /// <summary>Largest number.</summary>
    public double High { get; init; }

    /// <summary>Whether the range is even in the logarithm.</summary>
    public bool IsLog { get; init; }

    /// <summary>Whether only whole numbers are allowed.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Reads <c>PATH=1e-4..1e-2 log</c>, <c>PATH=32..256</c> (whole when both ends are) or <c>PATH=[a, b]</c>.</summary>
    /// <exception cref="InputException">The text is none of these.</exception>
    public static Parameter Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw Bad();
        var (path, value) = (text[..equals].Trim(), text[(equals + 1)..].Trim());
        if (value.StartsWith('[') && value.EndsWith(']'))
        {
            string[] choices = [.. Split(value[1..^1]).Select(c => c.Trim()).Where(c => c.Length > 0)];
            return choices.Length >= 2 ? new() { Path = path, Choices = choices } : throw Bad();
        }
        var isLog = value.EndsWith(" log", StringComparison.Ordinal);
        if (isLog) value = value[..^4].Trim();
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 1 || !Number(value[..dots], out var low) || !Number(value[(dots + 2)..], out var high) || low >= high || (isLog && low <= 0)) throw Bad();
        var isWhole = value.Replace("..", "", StringComparison.Ordinal).All(c => char.IsAsciiDigit(c) || c == '-');
        return new() { Path = path, Low = low, High = high, IsLog = isLog, IsWhole = isWhole };

        InputException Bad() => new("--search", $"'{text}' is no search range. Write e.g. 'training.optimizer.learning_rate=1e-4..1e-2 log', 'model.filters=32..256' or 'training.batch_size=[16, 32, 64]'.");
        static bool Number(string s, out double n) => double.TryParse(s.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out n);
    }

    /// <summary>Place of a value between 0 and 1; a choice stands in the middle of its part.</summary>
    public double ToUnit(string value)
    {
        if (Choices.Count > 0) return (Choices.ToList().IndexOf(value) + 0.5) / Choices.Count;
        var x = double.Parse(value, CultureInfo.InvariantCulture);
        return IsLog ? (Math.Log(x) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low)) : (x - Low) / (High - Low);
    }

    /// <summary>The value at a place between 0 and 1, as YAML.</summary>
    public string FromUnit(double unit)
    {
        unit = Math.Clamp(unit, 0, 1);
        if (Choices.Count > 0) return Choices[Math.Min(Choices.Count - 1, (int)(unit * Choices.Count))];
        var x = IsLog ? Math.Exp(Math.Log(Low) + (unit * (Math.Log(High) - Math.Log(Low)))) : Low + (unit * (High - Low));
        if (IsWhole) return Math.Round(x).ToString(CultureInfo.InvariantCulture);
        return double.Parse(x.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
    }

    /// <summary>At commas outside brackets, so that a choice may itself be a list.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var (depth, from) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '[' or '{') depth++;
            else if (text[i] is ']' or '}') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[from..i];
                from = i + 1;
            }
        }
        yield return text[from..];
    }
}
