using System.Text.Json;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Spans.Json;

/// <summary>Reads <c>format: cluener</c>: <c>{"text": …, "label": {type: {surface: [[first, last], …]}}}</c>, the last character included (Xu et al. 2020).</summary>
internal sealed class CluenerReader(SpanSource source)
{
    /// <summary>One example a line, lazily; blank lines are skipped. A line without <c>label</c> has no spans.</summary>
    public IEnumerable<Example> Read()
    {
        foreach (var line in source.File.Lines())
            if (!string.IsNullOrWhiteSpace(line.Text) && source.Build(line.Number, () => Parsed(line)) is { } example)
                yield return example;
    }

    private Example Parsed(TextLine line)
    {
        try
        {
            using var json = JsonDocument.Parse(line.Text);
            var row = json.RootElement;
            var text = row.GetProperty("text").GetString() ?? throw new FormatException("the text is null");
            var id = row.TryGetProperty("id", out var given) ? given.ValueKind == JsonValueKind.String ? given.GetString()! : given.GetRawText() : "";
            return source.Of(id, text, row.TryGetProperty("label", out var labels) ? [.. SpansOf(labels, text)] : []);
        }
        catch (JsonException e)
        {
            throw new FormatException($"not JSON at character {e.BytePositionInLine + 1}: {e.Message.TrimEnd('.')}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"not {{\"text\": …, \"label\": {{type: {{surface: [[first, last]]}}}}}}: {e.Message.TrimEnd('.')}", e);
        }
    }

    private IEnumerable<Span> SpansOf(JsonElement labels, string text)
    {
        foreach (var type in labels.EnumerateObject())
            foreach (var surface in type.Value.EnumerateObject())
                foreach (var place in surface.Value.EnumerateArray())
                {
                    var raw = new Span(place[0].GetInt32(), place[1].GetInt32() + 1, type.Name);
                    var span = SpanText.Checked(text, source.Recipe.Offsets == "codepoints" ? CodePoints.ToUtf16(text, raw) : raw);
                    OffsetProof.Check(text, raw, span, surface.Name, source.Recipe.Offsets);
                    yield return span;
                }
    }
}
