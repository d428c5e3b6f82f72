using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>
/// Reads <c>format: asap</c> (Bu et al. 2021): CSV with the review, its stars and 18 columns, one for each aspect category: 1 positive, 0 neutral, -1 negative,
/// -2 not mentioned. A category that is mentioned becomes the label <c>category=polarity</c>; one that is not has none.
/// </summary>
internal sealed class AsapReader(SpanSource source)
{
    internal const string Review = "reviewbody", Stars = "star", Index = "index";

    /// <summary>The 18 categories, in the order of the columns.</summary>
    public static IReadOnlyList<string> Categories { get; } =
    [
        "location_traffic", "location_distance_from_business_district", "location_easy_to_find", "service_wait_time", "service_waiters_attitude",
        "service_parking_convenience", "service_serving_speed", "price_level", "price_cost_effective", "price_discount", "environment_decoration",
        "environment_noise", "environment_space", "environment_cleaness", "dish_portion", "dish_taste", "dish_look", "dish_recommendation",
    ];

    /// <summary>One example a row, lazily.</summary>
    /// <exception cref="InputException">A column is missing.</exception>
    public IEnumerable<Example> Read()
    {
        foreach (var row in DelimitedRows.Of(source.Recipe, "csv", source.File).Read())
        {
            foreach (var column in (string[])[Review, .. Categories])
                if (!row.Columns.ContainsKey(column)) throw new InputException(source.File.Where(1), $"no column '{column}', which ASAP has. {Nearest.Hint(column, [.. row.Columns.Keys])}");
            if (source.Build(row.Line, () => Example(row)) is { } example) yield return example;
        }
    }

    private Example Example(RawRow row) => new()
    {
        Id = row.Columns.GetValueOrDefault(Index, ""),
        Text = row.Columns[Review],
        Labels = [.. Categories.Select(c => Label(c, row.Columns[c])).OfType<string>().Where(l => l.Length > 0)],
        Fields = row.Columns.TryGetValue(Stars, out var stars) && stars.Length > 0 ? new Dictionary<string, string> { [Stars] = stars } : [],
    };

    private string? Label(string category, string value)
    {
        var polarity = value.Trim() switch
        {
            "1" or "1.0" => "positive",
            "0" or "0.0" => "neutral",
            "-1" or "-1.0" => "negative",
            "-2" or "-2.0" => null,
            _ => throw new FormatException($"'{category}' is '{value}'; it is 1 (positive), 0 (neutral), -1 (negative) or -2 (not mentioned)"),
        };
        if (polarity is null) return null;
        var label = $"{category}={polarity}";
        return source.Recipe.LabelMap.GetValueOrDefault(label, label);
    }
}
