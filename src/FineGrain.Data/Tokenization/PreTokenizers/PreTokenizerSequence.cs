using System.Text.Json;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>One pre-tokenizer after another.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<PreTokenizer> steps) : PreTokenizer
{
    public override void Split(Pieces pieces)
    {
        foreach (var step in steps) step.Split(pieces);
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("pretokenizers");
        foreach (var step in steps) step.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
