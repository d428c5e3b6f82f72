using FineGrain.Core;
using FineGrain.Data.Tokenization.PostProcessors;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>Reads the section <c>post_processor</c>.</summary>
internal static class PostProcessorReader
{
    public static PostProcessor Read(JsonSection json) => json.Type switch
    {
        "TemplateProcessing" => Template(json),
        _ => throw json.Unsupported("post-processor", "TemplateProcessing", "BertProcessing", "RobertaProcessing", "ByteLevel", "Sequence"),
    };

    private static TemplateProcessing Template(JsonSection json) => new(
        [.. json.Items("single").Select(p => Part(p, json))],
        [.. json.Items("pair").Select(p => Part(p, json))]);

    private static TemplatePart Part(JsonSection part, JsonSection json)
    {
        if (part.Has("Sequence"))
        {
            var text = part.At("Sequence");
            return text.Text("id") switch
            {
                "A" => TemplatePart.Text(0, text.Number("type_id", 0)),
                "B" => TemplatePart.Text(1, text.Number("type_id", 0)),
                var other => throw new InputException(text.Where, $"the sequence '{other}' is unknown; it is 'A' or 'B'."),
            };
        }
        var special = part.At("SpecialToken");
        var name = special.Text("id");
        var ids = json.At("special_tokens").At(name).Items("ids").Select(id => id.AsNumber()).ToArray();
        return new(-1, name, ids, special.Number("type_id", 0));
    }
}
