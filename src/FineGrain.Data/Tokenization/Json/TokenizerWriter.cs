using System.Text.Encodings.Web;
using System.Text.Json;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>Writes tokenizer.json as huggingface/tokenizers lays it out.</summary>
internal static class TokenizerWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(TokenizerStages stages)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            Kept(json, stages, "truncation");
            Kept(json, stages, "padding");
            json.WriteStartArray("added_tokens");
            foreach (var token in stages.AddedTokens.OrderBy(t => t.Id)) Write(json, token);
            json.WriteEndArray();
            Stage(json, "normalizer", stages.Normalizer is { } normalizer ? normalizer.Write : null);
            Stage(json, "pre_tokenizer", stages.PreTokenizer is { } preTokenizer ? preTokenizer.Write : null);
            Stage(json, "post_processor", stages.PostProcessor is { } postProcessor ? postProcessor.Write : null);
            Kept(json, stages, "decoder");
            Stage(json, "model", stages.Model.Write);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void Stage(Utf8JsonWriter json, string name, Action<Utf8JsonWriter>? write)
    {
        json.WritePropertyName(name);
        if (write is null) json.WriteNullValue();
        else write(json);
    }

    private static void Kept(Utf8JsonWriter json, TokenizerStages stages, string name)
    {
        json.WritePropertyName(name);
        if (stages.Kept.TryGetValue(name, out var element)) element.WriteTo(json);
        else json.WriteNullValue();
    }

    private static void Write(Utf8JsonWriter json, AddedToken token)
    {
        json.WriteStartObject();
        json.WriteNumber("id", token.Id);
        json.WriteString("content", token.Content);
        json.WriteBoolean("single_word", token.SingleWord);
        json.WriteBoolean("lstrip", token.LeftStrip);
        json.WriteBoolean("rstrip", token.RightStrip);
        json.WriteBoolean("normalized", token.Normalized);
        json.WriteBoolean("special", token.Special);
        json.WriteEndObject();
    }
}
