using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineGrain.Data.Checking;

/// <summary>JSON of a <see cref="CheckResult"/>: indented, snake_case keys, Chinese as it is.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckResult))]
public sealed partial class CheckJson : JsonSerializerContext
{
    /// <summary>The context to write with.</summary>
    public static CheckJson File => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true });

    /// <summary>The JSON text of <paramref name="result"/>.</summary>
    public static string Write(CheckResult result) => JsonSerializer.Serialize(result, File.CheckResult);
}
