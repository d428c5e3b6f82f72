using System.Globalization;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Reading;

/// <summary>The recipe's column mapping: a raw row becomes an example.</summary>
internal sealed class RowMapping(SourceRecipe source, ReadOptions options, SourceFile file, bool ragged)
{
    private static readonly Dictionary<string, string> NoFields = [];

    /// <summary>The example; null where the label map drops the row or the row is bad.</summary>
    public Example? Map(RawRow row)
    {
        try
        {
            var text = Column(row, source.Text, "text");
            if (Labels(row) is not { } labels) return null;
            var where = file.Where(row.Line);
            return new Example
            {
                Id = source.Id.Length == 0 ? where + row.Suffix : Column(row, source.Id, "id"),
                Text = text,
                Pair = source.Pair.Length == 0 ? null : Column(row, source.Pair, "pair"),
                Labels = options.Target == "number" ? [] : labels,
                Number = options.Target == "number" && labels is [var number] ? Number(number) : null,
                Aspects = Spans(row, text, "aspects", "polarity"),
                Entities = Spans(row, text, "entities", "type"),
                Weight = source.Weight,
                Source = where,
                Fields = Fields(row),
            };
        }
        catch (FormatException e)
        {
            file.Bad(row.Line, $"{e.Message}.", e);
            return null;
        }
    }

    /// <summary>Gold labels after the map; empty when unlabelled; null when the row is to be dropped.</summary>
    private string[]? Labels(RawRow row)
    {
        if (source.Label.Length == 0 || options.Target == "spans") return [];
        string value;
        if (source.Label[0] == '=') value = source.Label[1..];
        else if (row.Columns.TryGetValue(source.Label, out var found)) value = found;
        else if (options.LabelOptional) return [];
        else value = Column(row, source.Label, "label");
        if (value.Length == 0) return [];
        string[] given = options.Target == "labels" ? Several(value) : [One(value)];
        string[] mapped = [.. given.Select(Rename).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal)];
        return mapped.Length == 0 && given.Length > 0 ? null : mapped;
    }

    private string Rename(string label)
    {
        if (source.LabelMap.TryGetValue(label, out var whole)) return whole;
        if (source.LabelPart != "coarse") return label;
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        var part = colon < 0 ? label : label[..colon];
        return source.LabelMap.TryGetValue(part, out var mapped) ? mapped : part;
    }

    private static string[] Several(string value)
    {
        if (value[0] == '[') return List(value);
        return value.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static string One(string value)
    {
        if (value[0] != '[' || value[^1] != ']') return value;
        return List(value) is [var single] ? single : throw new FormatException($"one label is expected, found {value}; for several set 'target: labels'");
    }

    private static string[] List(string value)
    {
        try
        {
            using var json = JsonDocument.Parse(value);
            return [.. json.RootElement.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetRawText())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"labels '{value}' are not a JSON list: {e.Message}", e);
        }
    }

    private static double Number(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? number
        : throw new FormatException($"'{value}' is not a number; 'target: number' needs one, with '.' as the decimal point");

    private Span[] Spans(RawRow row, string text, string column, string labelKey) =>
        row.Columns.TryGetValue(column, out var json) && json.StartsWith('[') ? [.. SpanColumn.Parse(json, text, column, labelKey).Select(Renamed).OfType<Span>()] : [];

    /// <summary>A span with its type after the map; null where the map drops the type.</summary>
    private Span? Renamed(Span span) => source.LabelMap.TryGetValue(span.Label, out var name) ? name.Length == 0 ? null : span with { Label = name } : span;

    private Dictionary<string, string> Fields(RawRow row)
    {
        Dictionary<string, string>? fields = null;
        foreach (var (name, value) in row.Columns)
            if (name != source.Text && name != source.Pair && name != source.Label && name != source.Id && name is not ("aspects" or "entities"))
                (fields ??= new(StringComparer.Ordinal))[name] = value;
        return fields ?? NoFields;
    }

    private string Column(RawRow row, string column, string role) => row.Columns.TryGetValue(column, out var value)
        ? value
        : throw Missing(row, column, role);

    /// <summary>Rows of JSON differ, so one of them is bad; in a table the whole file lacks the column.</summary>
    private Exception Missing(RawRow row, string column, string role)
    {
        var message = $"no {role} column '{column}'. {Nearest.Hint(column, [.. row.Columns.Keys])} Set '{role}' of the source";
        return ragged ? new FormatException(message) : new InputException(file.Where(row.Line), $"{message}.");
    }
}
