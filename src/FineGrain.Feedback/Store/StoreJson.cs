using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineGrain.Feedback.Store;

/// <summary>JSON of what the store keeps beside corrections.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(HistoryEvent))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    /// <summary>One object a line; Chinese as it is.</summary>
    public static StoreJson Line => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
