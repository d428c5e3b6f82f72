using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FineGrain.Core.Corrections;

namespace FineGrain.Core;

/// <summary>
/// Source-generated JSON of the files between stages: camelCase is never used, keys are snake_case; nulls and empty defaults stay out of lines;
/// Chinese is written as it is.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Example))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(List<Score>))]
[JsonSerializable(typeof(List<Finding>))]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(Correction))]
public sealed partial class CoreJson : JsonSerializerContext
{
    /// <summary>One object a line, for <c>.jsonl</c>.</summary>
    public static CoreJson Line => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Indented, for files that people open.</summary>
    public static CoreJson File => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true });
}
