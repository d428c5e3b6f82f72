using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>One normalizer after another.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<Normalizer> steps) : Normalizer
{
    public override void Apply(MappedText text)
    {
        foreach (var step in steps) step.Apply(text);
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("normalizers");
        foreach (var step in steps) step.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
