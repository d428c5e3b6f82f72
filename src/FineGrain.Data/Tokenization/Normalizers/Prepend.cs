using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>Puts a text before every text that is not empty; it comes from an empty range at the beginning.</summary>
internal sealed class Prepend(string content) : Normalizer
{
    public override void Apply(MappedText text)
    {
        if (text.Length == 0) return;
        text.Begin();
        foreach (var unit in content) text.Append(unit, text.StartOf(0), text.StartOf(0));
        text.Keep(0, text.Length);
        text.Commit();
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Prepend");
        json.WriteString("prepend", content);
        json.WriteEndObject();
    }
}
