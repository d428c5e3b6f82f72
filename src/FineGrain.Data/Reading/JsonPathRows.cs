using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Reading;

/// <summary>
/// Rows of one JSON document: <c>text</c> is a path such as <c>data[].paragraphs[].context</c>, each of its matches a row. The other plain values beside it are
/// columns by their names.
/// </summary>
internal sealed class JsonPathRows(SourceFile file, SourceRecipe source)
{
    private const string List = "[]";

    public IEnumerable<RawRow> Read()
    {
        using var json = Document();
        var path = source.Text.Split('.');
        var number = 0;
        foreach (var (around, text) in Matches(json.RootElement, path, 0, json.RootElement)) yield return Row(++number, around, text);
        if (number == 0) throw new InputException(file.Name, $"nothing stands at '{source.Text}'. Set 'text' of the source to the path of the texts, with '[]' after each list: data[].paragraphs[].context.");
    }

    private JsonDocument Document()
    {
        using var stream = file.Open();
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new InputException(file.Name, $"is not one JSON document: {e.Message} For one object a line use 'format: jsonl'.", e);
        }
    }

    private static IEnumerable<(JsonElement Around, string Text)> Matches(JsonElement element, string[] path, int at, JsonElement around)
    {
        if (at == path.Length) return element.ValueKind == JsonValueKind.String ? [(around, element.GetString()!)] : [];
        var (name, isList) = path[at].EndsWith(List, StringComparison.Ordinal) ? (path[at][..^List.Length], true) : (path[at], false);
        if (name.Length > 0)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var inner)) return [];
            (element, around) = (inner, element);
        }
        if (!isList) return Matches(element, path, at + 1, around);
        return element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(item => Matches(item, path, at + 1, around)) : [];
    }

    private RawRow Row(int number, JsonElement around, string text)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        if (around.ValueKind == JsonValueKind.Object)
            foreach (var property in around.EnumerateObject())
                if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) columns[property.Name] = property.Value.ToString();
        columns[source.Text] = text;
        return new RawRow(number, "", columns);
    }
}
