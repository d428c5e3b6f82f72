using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Spans.Json;

/// <summary>Writes <c>format: span-jsonl</c>: offsets in UTF-16 units, and the words of each span beside them as proof.</summary>
internal sealed class SpanJsonWriter(Stream output) : ISpanWriter
{
    public void Write(Example example)
    {
        using (var json = new Utf8JsonWriter(output, SpanJsonText.Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, example.Id);
            json.WriteString("text"u8, example.Text);
            if (example.Entities.Count > 0 || (example.Aspects.Count == 0 && example.Triplets.Count == 0)) Spans(json, "entities", example.Entities, example.Text);
            if (example.Aspects.Count > 0) Spans(json, "aspects", example.Aspects, example.Text);
            if (example.Triplets.Count > 0) Triplets(json, example);
            foreach (var (name, value) in example.Fields) json.WriteString(name, value);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void Spans(Utf8JsonWriter json, string name, IReadOnlyList<Span> spans, string text)
    {
        json.WriteStartArray(name);
        foreach (var span in spans) One(json, span, text);
        json.WriteEndArray();
    }

    private static void Triplets(Utf8JsonWriter json, Example example)
    {
        json.WriteStartArray("triplets"u8);
        foreach (var triplet in example.Triplets)
        {
            json.WriteStartObject();
            json.WritePropertyName("aspect"u8);
            One(json, triplet.Aspect, example.Text);
            json.WritePropertyName("opinion"u8);
            One(json, triplet.Opinion, example.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void One(Utf8JsonWriter json, Span span, string text)
    {
        json.WriteStartObject();
        json.WriteNumber("start"u8, span.Start);
        json.WriteNumber("end"u8, span.End);
        json.WriteString("label"u8, span.Label);
        json.WriteString("text"u8, span.Slice(text));
        json.WriteEndObject();
    }
}
