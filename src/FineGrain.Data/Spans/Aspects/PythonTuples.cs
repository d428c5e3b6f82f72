using System.Globalization;
using System.Text.RegularExpressions;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>The list of triplets as Python prints it: <c>[([5, 6], [7], 'NEG')]</c> or <c>[((5, 6), (7, 7), 'NEG')]</c>.</summary>
internal static partial class PythonTuples
{
    /// <summary>One triplet.</summary>
    /// <param name="Aspect">Token positions.</param>
    /// <param name="Opinion">Token positions.</param>
    /// <param name="Polarity">Polarity.</param>
    /// <param name="IsRange">Whether the positions are a first and a last one, not a list of all.</param>
    public sealed record Row(IReadOnlyList<int> Aspect, IReadOnlyList<int> Opinion, string Polarity, bool IsRange);

    /// <summary>The triplets of a list.</summary>
    /// <exception cref="FormatException">It is no such list.</exception>
    public static IReadOnlyList<Row> Read(string list)
    {
        var trimmed = list.Trim();
        var rows = new List<Row>();
        var at = 1;
        if (!trimmed.StartsWith('[') || !trimmed.EndsWith(']')) throw new FormatException($"triplets are a list in brackets, found '{Short(trimmed)}'");
        foreach (Match match in One().Matches(trimmed))
        {
            if (trimmed.AsSpan(at, match.Index - at).Trim(", ").Length > 0) break;
            at = match.Index + match.Length;
            var isRange = match.Groups["aspect"].Value[0] == '(';
            if (isRange != (match.Groups["opinion"].Value[0] == '(')) throw new FormatException($"aspect and opinion are written two ways in '{match.Value}'");
            rows.Add(new Row(Positions(match.Groups["aspect"].Value, isRange), Positions(match.Groups["opinion"].Value, isRange), match.Groups["polarity"].Value, isRange));
        }
        var rest = trimmed.AsSpan(at, trimmed.Length - 1 - at).Trim(", ");
        return rest.Length == 0 ? rows : throw new FormatException($"'{Short(rest.ToString())}' is no triplet such as ([5, 6], [7], 'NEG') or ((5, 6), (7, 7), 'NEG')");
    }

    private static int[] Positions(string text, bool isRange)
    {
        int[] positions = [.. text[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        if (isRange && positions.Length != 2) throw new FormatException($"'{text}' is no pair of a first and a last position");
        if (positions.Length == 0) throw new FormatException($"'{text}' has no positions");
        for (var i = 1; i < positions.Length && !isRange; i++)
            if (positions[i] != positions[i - 1] + 1) throw new FormatException($"positions {text} have a gap; a span is one stretch of tokens");
        return positions;
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    [GeneratedRegex("""\(\s*(?<aspect>\[[-\d,\s]*\]|\([-\d,\s]*\))\s*,\s*(?<opinion>\[[-\d,\s]*\]|\([-\d,\s]*\))\s*,\s*['"](?<polarity>[^'"]*)['"]\s*\)""", RegexOptions.CultureInvariant)]
    private static partial Regex One();
}
