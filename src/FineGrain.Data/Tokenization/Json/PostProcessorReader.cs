using System.Text.Json;
using FineGrain.Core;
using FineGrain.Data.Tokenization.PostProcessors;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>Reads the section <c>post_processor</c>.</summary>
internal static class PostProcessorReader
{
    public static PostProcessor Read(JsonSection json) => json.Type switch
    {
        "TemplateProcessing" => Template(json),
        "BertProcessing" => new BertProcessing(Token(json, "cls"), Token(json, "sep")),
        "RobertaProcessing" => new RobertaProcessing(Token(json, "cls"), Token(json, "sep"), json.Flag("trim_offsets", true), json.Flag("add_prefix_space", true)),
        "ByteLevel" => new ByteLevelTrimming(json.Flag("trim_offsets", true), json.Flag("add_prefix_space", true), json.Flag("use_regex", true)),
        "Sequence" => Sequence(json),
        _ => throw json.Unsupported("post-processor", "TemplateProcessing", "BertProcessing", "RobertaProcessing", "ByteLevel", "Sequence"),
    };

    private static PostProcessorSequence Sequence(JsonSection json)
    {
        PostProcessor[] steps = [.. json.Items("processors").Select(Read)];
        if (steps.Count(s => s is not ByteLevelTrimming) > 1) throw new InputException(json.Where, "has more than one layout. Keep one template beside ByteLevel.");
        return new(steps);
    }

    private static (string, int) Token(JsonSection json, string key)
    {
        var pair = json.At(key).Element;
        return pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.String && pair[1].TryGetInt32(out var id)
            ? (pair[0].GetString()!, id)
            : throw new InputException(json.Where, $"'{key}' is not a list of a token and its id.");
    }

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
