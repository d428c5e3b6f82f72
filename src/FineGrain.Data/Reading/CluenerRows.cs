using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Reading;

/// <summary>Rows of CLUENER2020: JSON lines of <c>{text, label: {type: {surface: [[start, last]]}}}</c>, the last character included.</summary>
internal sealed class CluenerRows(SourceFile file, SourceRecipe source)
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
            var text = json.RootElement.GetProperty(source.Text).GetString() ?? "";
            var columns = new Dictionary<string, string>(StringComparer.Ordinal) { [source.Text] = text };
            if (json.RootElement.TryGetProperty("label", out var label)) columns["entities"] = SpanColumn.Write(Spans(label, text), "type");
            return new(line.Number, "", columns);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            file.Bad(line.Number, $"not a line like {{\"text\": …, \"label\": {{\"type\": {{\"surface\": [[start, last]]}}}}}}: {e.Message}", e);
            return null;
        }
    }

    private static List<Span> Spans(JsonElement label, string text)
    {
        var spans = new List<Span>();
        foreach (var type in label.EnumerateObject())
            foreach (var surface in type.Value.EnumerateObject())
                foreach (var place in surface.Value.EnumerateArray())
                {
                    var (start, end) = (place[0].GetInt32(), place[1].GetInt32() + 1);
                    if (start < 0 || end <= start || end > text.Length || text[start..end] != surface.Name)
                        throw new FormatException($"[{start}, {end - 1}] is not '{surface.Name}' in the text");
                    spans.Add(new(start, end, type.Name));
                }
        return [.. spans.OrderBy(s => s.Start).ThenBy(s => s.End)];
    }
}
