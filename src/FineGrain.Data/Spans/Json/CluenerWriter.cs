using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Spans.Json;

/// <summary>Writes <c>format: cluener</c>; offsets count UTF-16 units, the last character included.</summary>
internal sealed class CluenerWriter(Stream output) : ISpanWriter
{
    public void Write(Example example)
    {
        var spans = Carried.Of(example, "cluener");
        using (var json = new Utf8JsonWriter(output, SpanJsonText.Relaxed))
        {
            json.WriteStartObject();
            if (example.Id.Length > 0) json.WriteString("id"u8, example.Id);
            json.WriteString("text"u8, example.Text);
            json.WriteStartObject("label"u8);
            foreach (var type in spans.GroupBy(s => s.Label, StringComparer.Ordinal))
            {
                json.WriteStartObject(type.Key);
                foreach (var surface in type.GroupBy(s => s.Slice(example.Text), StringComparer.Ordinal)) Places(json, surface.Key, surface);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void Places(Utf8JsonWriter json, string surface, IEnumerable<Span> spans)
    {
        json.WriteStartArray(surface);
        foreach (var span in spans)
        {
            json.WriteStartArray();
            json.WriteNumberValue(span.Start);
            json.WriteNumberValue(span.End - 1);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
