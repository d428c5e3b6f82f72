using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Recipes;

/// <summary>What a file of examples looks like, before anybody has said which column is what; behind <c>finegrain init</c>.</summary>
public sealed record SourceInspection
{
    private static readonly string[] LabelNames = ["label", "labels", "sentiment", "class", "category", "target", "polarity", "emotion", "stars", "rating", "score", "intent"];
    private static readonly string[] TextNames = ["text", "sentence", "review", "content", "comment", "body", "message", "question"];

    /// <summary>File format.</summary>
    public required string Format { get; init; }

    /// <summary>Rows that were looked at.</summary>
    public required int Rows { get; init; }

    /// <summary>The columns, in file order.</summary>
    public required IReadOnlyList<ColumnFacts> Columns { get; init; }

    /// <summary>The column that looks like the text: by name, else the one with the longest values.</summary>
    public ColumnFacts? Text => Columns.FirstOrDefault(c => TextNames.Contains(c.Name, StringComparer.OrdinalIgnoreCase))
        ?? Columns.Where(c => !c.Numeric).MaxBy(c => c.MeanLength);

    /// <summary>The column that looks like the gold label: by name, else the one with the fewest different values, at least two and repeated.</summary>
    public ColumnFacts? Label => Columns.FirstOrDefault(c => c != Text && LabelNames.Contains(c.Name, StringComparer.OrdinalIgnoreCase))
        ?? Columns.Where(c => c != Text && c.Distinct >= 2 && c.Distinct * 2 <= c.Filled).MinBy(c => c.Distinct);

    /// <summary>Looks at the first rows of <paramref name="source"/>.</summary>
    /// <param name="source">Path and, where the extension does not tell, format; its columns are ignored.</param>
    /// <param name="rootFolder">Folder that a relative path starts from.</param>
    /// <param name="most">Rows to look at.</param>
    /// <exception cref="InputException">The file cannot be read or has no rows.</exception>
    public static SourceInspection Of(SourceRecipe source, string rootFolder, int most = 5000)
    {
        ArgumentNullException.ThrowIfNull(source);
        var file = new SourceFile(Path.Combine(rootFolder, source.Path), source.Path, onBadRow: null);
        var values = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        var rows = 0;
        foreach (var row in ExampleReader.Rows(source, file).Take(most))
        {
            rows++;
            foreach (var (name, value) in row.Columns)
            {
                if (!values.TryGetValue(name, out var column)) values[name] = column = [];
                column.Add(value);
            }
        }
        if (rows == 0) throw new InputException(source.Path, "the file has no rows.");
        return new() { Format = ExampleReader.FormatOf(source), Rows = rows, Columns = [.. values.Select(v => ColumnFacts.Of(v.Key, v.Value))] };
    }
}

/// <summary>One column of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Filled">Rows that have a value.</param>
/// <param name="Values">The different values with their counts, most frequent first; at most 100.</param>
/// <param name="Distinct">Number of different values.</param>
/// <param name="MeanLength">Mean length in UTF-16 units.</param>
/// <param name="LongLength">95 of 100 values are no longer than this many UTF-16 units.</param>
/// <param name="Numeric">Whether every value is a number.</param>
/// <param name="Chinese">Share of the characters that are Chinese, Japanese or Korean.</param>
public sealed record ColumnFacts(string Name, int Filled, IReadOnlyList<KeyValuePair<string, int>> Values, int Distinct, double MeanLength, int LongLength, bool Numeric, double Chinese)
{
    internal static ColumnFacts Of(string name, List<string> values)
    {
        var filled = values.Where(v => v.Length > 0).ToList();
        var counts = filled.CountBy(v => v, StringComparer.Ordinal).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        int[] lengths = [.. filled.Select(v => v.Length).Order()];
        var characters = filled.Sum(v => (long)v.Length);
        return new(name, filled.Count, [.. counts.Take(100)], counts.Count,
            filled.Count == 0 ? 0 : (double)characters / filled.Count,
            lengths.Length == 0 ? 0 : lengths[Math.Min(lengths.Length - 1, lengths.Length * 95 / 100)],
            filled.Count > 0 && filled.All(v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _)),
            characters == 0 ? 0 : (double)filled.Sum(v => v.Count(c => c is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uac00' and <= '\ud7a3')) / characters);
    }
}
