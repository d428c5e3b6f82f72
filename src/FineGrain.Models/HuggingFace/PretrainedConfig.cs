using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Encoders;
using FineGrain.Models.Spans;

namespace FineGrain.Models.HuggingFace;

/// <summary>A foreign config.json with what FineGrain puts on top: pooling, target, number of logits, dropout rates.</summary>
internal sealed record PretrainedConfig
{
    /// <summary>Key of the object that holds what Python does not know.</summary>
    public const string OwnKey = "finegrain";

    /// <summary>The architecture.</summary>
    public required CheckpointFamily Family { get; init; }

    /// <summary>The network.</summary>
    public required TransformerConfig Encoder { get; init; }

    /// <summary>Logit columns.</summary>
    public required int Outputs { get; init; }

    /// <summary>label, labels, number or spans.</summary>
    public required string Target { get; init; }

    /// <summary>How spans are told; null for other targets.</summary>
    public SpanShape? Spans { get; init; }

    /// <summary>The file as it was read; unknown keys are kept.</summary>
    private JsonObject Foreign { get; init; } = [];

    /// <summary>A published checkpoint under a new classifier.</summary>
    /// <exception cref="InputException">Not supported, or too small for the tokenizer or the length.</exception>
    public static PretrainedConfig Of(ConfigKeys keys, PretrainedRecipe recipe, ModelShape shape)
    {
        var family = CheckpointFamily.Of(keys);
        var encoder = Checked(keys, family.Read(keys));
        if (shape.VocabularySize > encoder.VocabularySize)
            throw new InputException(keys.Path, $"has vocab_size {encoder.VocabularySize}, but the tokenizer has {shape.VocabularySize} ids. Use the checkpoint's own tokenizer.");
        var longest = LongestInput(encoder);
        if (shape.MaxLength > longest)
            throw new InputException("tokenizer.max_length", $"is {shape.MaxLength}, but the checkpoint has positions for {longest} tokens. Set it to at most {longest}.");
        if (recipe.Dropout >= 0) encoder = encoder with { Dropout = recipe.Dropout, AttentionDropout = 0 };
        var auto = recipe.Pooling == "auto";
        return new()
        {
            Family = family,
            Encoder = encoder with { Pooling = auto ? "cls" : recipe.Pooling, PoolerActivation = auto ? family.PoolerActivation : "", HeadDropout = recipe.HeadDropout },
            Outputs = shape.Outputs,
            Target = shape.Target,
            Spans = shape.Spans,
            Foreign = keys.Json,
        };
    }

    /// <summary>A config.json written by <see cref="ToJson"/>.</summary>
    /// <exception cref="InputException">It was not.</exception>
    public static PretrainedConfig OfSaved(ConfigKeys keys)
    {
        var family = CheckpointFamily.Of(keys);
        if (keys.Json[OwnKey] is not JsonObject ours)
            throw new InputException(keys.Path, $"has no '{OwnKey}' section, so it is a checkpoint of others. Use 'family: pretrained' in a recipe.");
        var own = new ConfigKeys(keys.Path, ours);
        return new()
        {
            Family = family,
            Encoder = Checked(keys, family.Read(keys)) with
            {
                Pooling = own.Text("pooling", "cls"),
                PoolerActivation = own.Text("pooler_act", ""),
                HeadDropout = keys.Number(family.DropoutKeys.Head, 0.1),
            },
            Outputs = own.Whole("outputs"),
            Target = own.Text("target", "label"),
            Spans = ours["spans"]?.Deserialize(ModelJson.Default.SpanShape),
            Foreign = keys.Json,
        };
    }

    /// <summary>Most tokens that the table of positions holds.</summary>
    public static int LongestInput(TransformerConfig encoder) => encoder.MaxPositions - encoder.PositionOffset;

    /// <summary>config.json as Python reads it, with the section for FineGrain.</summary>
    public JsonObject ToJson()
    {
        var json = (JsonObject)Foreign.DeepClone();
        json["model_type"] = Family.ModelType;
        json["architectures"] = new JsonArray(Family.ClassName + (Spans is { ScoresStretches: false } ? "ForTokenClassification" : Spans is null && Family.OwnHead(Encoder) ? "ForSequenceClassification" : "Model"));
        json[Family.DropoutKeys.States] = Encoder.Dropout;
        json[Family.DropoutKeys.Attention] = Encoder.AttentionDropout;
        json[Family.DropoutKeys.Head] = Encoder.HeadDropout;
        json["torch_dtype"] = "float32";
        if (Spans is null) json["problem_type"] = Target switch { "number" => "regression", "labels" => "multi_label_classification", _ => "single_label_classification" };
        // Python counts its logits by id2label; the names themselves stand in finegrain.json.
        json["id2label"] = new JsonObject(Enumerable.Range(0, Outputs).Select(i => KeyValuePair.Create<string, JsonNode?>($"{i}", $"LABEL_{i}")));
        json["label2id"] = new JsonObject(Enumerable.Range(0, Outputs).Select(i => KeyValuePair.Create<string, JsonNode?>($"LABEL_{i}", i)));
        json[OwnKey] = new JsonObject { ["outputs"] = Outputs, ["target"] = Target, ["pooling"] = Encoder.Pooling, ["pooler_act"] = Encoder.PoolerActivation };
        if (Spans is not null) json[OwnKey]!["spans"] = JsonSerializer.SerializeToNode(Spans, ModelJson.Default.SpanShape);
        return json;
    }

    private static TransformerConfig Checked(ConfigKeys keys, TransformerConfig encoder) => encoder.Width % encoder.Heads == 0
        ? encoder
        : throw new InputException(keys.Path, $"has {encoder.Heads} attention heads, which do not divide the width {encoder.Width}. The file is damaged; fetch it again.");
}
