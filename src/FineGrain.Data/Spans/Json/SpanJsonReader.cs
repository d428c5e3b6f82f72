using System.Text.Json;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Spans.Json;

/// <summary>
/// Reads <c>format: span-jsonl</c>: one object a line with <c>text</c>, <c>id</c> if it has one, and spans under <c>spans</c>, <c>entities</c>, <c>aspects</c>
/// or, as doccano writes them, <c>label</c>; each <c>{"start", "end", "label"}</c> or <c>[start, end, "label"]</c>. The other keys become fields.
/// </summary>
internal sealed class SpanJsonReader(SpanSource source)
{
    private static readonly string[] Lists = ["spans", "entities", "aspects", "label", "triplets"];

    /// <summary>One example a line, lazily; blank lines are skipped.</summary>
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
            return Example(json.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"not JSON at character {e.BytePositionInLine + 1}: {e.Message.TrimEnd('.')}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"not an object with a text and spans of start, end and label: {e.Message.TrimEnd('.')}", e);
        }
    }

    private Example Example(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object) throw new FormatException($"a JSON object is expected on each line, found {row.ValueKind}");
        if (!row.TryGetProperty(source.Recipe.Text, out var found) || found.ValueKind != JsonValueKind.String)
            throw new FormatException($"no text '{source.Recipe.Text}'. {Nearest.Hint(source.Recipe.Text, [.. row.EnumerateObject().Select(p => p.Name)])} Set 'text' of the source");
        var text = found.GetString()!;
        var idKey = source.Recipe.Id.Length == 0 ? "id" : source.Recipe.Id;
        var id = row.TryGetProperty(idKey, out var given) ? given.ValueKind == JsonValueKind.String ? given.GetString()! : given.GetRawText() : "";
        var general = SpansOf(row, text, "spans").Concat(row.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.Array ? SpansOf(row, text, "label") : []);
        var example = source.Of(id, text, general);
        return example with
        {
            Entities = [.. example.Entities, .. SpansOf(row, text, "entities")],
            Aspects = [.. example.Aspects, .. SpansOf(row, text, "aspects")],
            Triplets = Triplets(row, text),
            Fields = row.EnumerateObject().Where(p => p.Name != source.Recipe.Text && p.Name != idKey && !Lists.Contains(p.Name) && p.Value.ValueKind != JsonValueKind.Null)
                .DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText(), StringComparer.Ordinal),
        };
    }

    private Span[] SpansOf(JsonElement row, string text, string key) =>
        row.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(e => One(e, text))] : [];

    private Span One(JsonElement element, string text)
    {
        var (start, end, label, words) = element.ValueKind == JsonValueKind.Array
            ? (element[0].GetInt32(), element[1].GetInt32(), element[2].GetString(), null)
            : (element.GetProperty("start").GetInt32(), element.GetProperty("end").GetInt32(), Label(element), element.TryGetProperty("text", out var given) ? given.GetString() : null);
        var raw = new Span(start, end, label ?? throw new FormatException($"span [{start}, {end}) has no label"));
        var span = SpanText.Checked(text, source.Recipe.Offsets == "codepoints" ? CodePoints.ToUtf16(text, raw) : raw);
        if (words is not null) OffsetProof.Check(text, raw, span, words, source.Recipe.Offsets);
        return span;
    }

    private static string? Label(JsonElement element)
    {
        foreach (var key in (ReadOnlySpan<string>)["label", "type", "polarity"])
            if (element.TryGetProperty(key, out var found)) return found.GetString();
        return null;
    }

    private Triplet[] Triplets(JsonElement row, string text) => row.TryGetProperty("triplets", out var list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(t => new Triplet(Aspect(t.GetProperty("aspect"), text), One(t.GetProperty("opinion"), text)))]
        : [];

    /// <summary>The aspect of a pair; an empty span at 0 is one that the text does not name.</summary>
    private Span Aspect(JsonElement element, string text) =>
        element.GetProperty("end").GetInt32() == 0 && Label(element) is { } polarity ? new Span(0, 0, polarity) : One(element, text);
}
