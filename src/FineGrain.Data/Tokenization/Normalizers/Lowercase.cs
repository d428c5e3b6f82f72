using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>Lower case, full mapping.</summary>
internal sealed class Lowercase : Normalizer
{
    public override void Apply(MappedText text) => UnicodeNormalizer.Lower(text);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Lowercase");
        json.WriteEndObject();
    }
}
