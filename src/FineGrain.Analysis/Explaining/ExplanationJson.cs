using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineGrain.Analysis.Explaining;

/// <summary>Explanations as JSON lines: keys in snake_case, offsets in UTF-16 units of the original text, Chinese as it is.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(IReadOnlyList<MethodTrust>))]
public sealed partial class ExplanationJson : JsonSerializerContext
{
    /// <summary>One explanation a line.</summary>
    public static ExplanationJson Lines => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
