using System.Text.Json;

namespace FineGrain.Data.Tokenization.Training;

/// <summary>The decoder section that goes with a trained kind.</summary>
internal static class Decoding
{
    public static IReadOnlyDictionary<string, JsonElement> Of(string kind)
    {
        var text = kind switch
        {
            "wordpiece" => """{"type":"WordPiece","prefix":"##","cleanup":true}""",
            "bpe" or "unigram" => """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""",
            "character" => """{"type":"Fuse"}""",
            _ => null,
        };
        if (text is null) return new Dictionary<string, JsonElement>();
        using var document = JsonDocument.Parse(text);
        return new Dictionary<string, JsonElement> { ["decoder"] = document.RootElement.Clone() };
    }
}
