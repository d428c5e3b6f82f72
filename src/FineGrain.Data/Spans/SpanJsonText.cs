using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineGrain.Data.Spans;

/// <summary>JSON strings with Chinese as it is.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class SpanJsonText : JsonSerializerContext
{
    /// <summary>How the writers of spans escape: only what must be.</summary>
    public static JsonWriterOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
