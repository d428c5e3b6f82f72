using System.Text.Json;

namespace FineGrain.Data.Tokenization.PostProcessors;

/// <summary>Any layout, as <c>[CLS] $A [SEP] $B:1 [SEP]:1</c>.</summary>
internal sealed class TemplateProcessing(IReadOnlyList<TemplatePart> single, IReadOnlyList<TemplatePart> pair) : PostProcessor
{
    public override IReadOnlyList<TemplatePart> Single => single;

    public override IReadOnlyList<TemplatePart> Pair => pair;

    /// <summary>BERT's layout.</summary>
    public static TemplateProcessing Bert(string first, int firstId, string last, int lastId) => new(
        [TemplatePart.Special(first, firstId, 0), TemplatePart.Text(0, 0), TemplatePart.Special(last, lastId, 0)],
        [TemplatePart.Special(first, firstId, 0), TemplatePart.Text(0, 0), TemplatePart.Special(last, lastId, 0), TemplatePart.Text(1, 1), TemplatePart.Special(last, lastId, 1)]);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "TemplateProcessing");
        Write(json, "single", single);
        Write(json, "pair", pair);
        json.WriteStartObject("special_tokens");
        foreach (var part in single.Concat(pair).Where(p => p.Token is not null).DistinctBy(p => p.Token))
        {
            json.WriteStartObject(part.Token!);
            json.WriteString("id", part.Token);
            json.WriteStartArray("ids");
            foreach (var id in part.Ids) json.WriteNumberValue(id);
            json.WriteEndArray();
            json.WriteStartArray("tokens");
            json.WriteStringValue(part.Token);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<TemplatePart> parts)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteStartObject(part.Token is null ? "Sequence" : "SpecialToken");
            json.WriteString("id", part.Token ?? (part.Sequence == 0 ? "A" : "B"));
            json.WriteNumber("type_id", part.TypeId);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
