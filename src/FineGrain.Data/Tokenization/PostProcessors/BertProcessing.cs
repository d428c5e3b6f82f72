using System.Text.Json;

namespace FineGrain.Data.Tokenization.PostProcessors;

/// <summary>[CLS] text [SEP] pair [SEP], the pair with type 1; as <see cref="RobertaProcessing"/> an older spelling of a template.</summary>
internal sealed class BertProcessing((string Token, int Id) cls, (string Token, int Id) sep) : PostProcessor
{
    private readonly TemplateProcessing template = TemplateProcessing.Bert(cls.Token, cls.Id, sep.Token, sep.Id);

    public override IReadOnlyList<TemplatePart> Single => template.Single;

    public override IReadOnlyList<TemplatePart> Pair => template.Pair;

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BertProcessing");
        Token(json, "sep", sep);
        Token(json, "cls", cls);
        json.WriteEndObject();
    }

    internal static void Token(Utf8JsonWriter json, string name, (string Token, int Id) token)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(token.Token);
        json.WriteNumberValue(token.Id);
        json.WriteEndArray();
    }
}
