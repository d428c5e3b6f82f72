using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Improving;
using FineGrain.Feedback.Tuning;

namespace FineGrain.Feedback.Patches;

/// <summary>JSON of the files of this stage, snake_case, Chinese as it is.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Patch))]
[JsonSerializable(typeof(DataVersion))]
[JsonSerializable(typeof(GateEntry))]
[JsonSerializable(typeof(ImproveEntry))]
[JsonSerializable(typeof(Trial))]
internal sealed partial class FeedbackJson : JsonSerializerContext
{
    /// <summary>One object a line.</summary>
    public static FeedbackJson Line => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Indented, for files that people open.</summary>
    public static FeedbackJson File => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true });
}
