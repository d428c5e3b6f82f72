using System.Text.Json;

namespace FineGrain.Data.Reading;

/// <summary>Rows of JSON Lines: one object a line; nested objects become dotted columns, arrays stay JSON text.</summary>
internal sealed class JsonRows(SourceFile file)
{
    /// <summary>The rows, lazily; blank lines are skipped.</summary>
    public IEnumerable<RawRow> Read()
    {
        foreach (var line in file.Lines())
            if (!string.IsNullOrWhiteSpace(line.Text) && Row(line) is { } row)
                yield return row;
    }

    private RawRow? Row(TextLine line)
    {
        try
        {
            using var json = JsonDocument.Parse(line.Text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                file.Bad(line.Number, $"a JSON object is expected on each line, found {json.RootElement.ValueKind}. A JSON list must be rewritten as one object a line.");
                return null;
            }
            var columns = new Dictionary<string, string>(StringComparer.Ordinal);
            Flatten(json.RootElement, "", columns);
            return new RawRow(line.Number, "", columns);
        }
        catch (JsonException e)
        {
            file.Bad(line.Number, $"not JSON at character {e.BytePositionInLine + 1}: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            file.Bad(line.Number, $"a string holds half a surrogate pair (\\ud800 … \\udfff alone): {e.Message}", e);
        }
        return null;
    }

    private static void Flatten(JsonElement element, string prefix, Dictionary<string, string> columns)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object: Flatten(property.Value, $"{name}.", columns); break;
                case JsonValueKind.String: columns[name] = property.Value.GetString()!; break;
                case JsonValueKind.Null: break;
                default: columns[name] = property.Value.GetRawText(); break;
            }
        }
    }
}
