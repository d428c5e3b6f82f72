using System.Text.Json;
using FineGrain.Core;
using FineGrain.Data.Tokenization.Models;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>Reads the section <c>model</c>.</summary>
internal static class ModelReader
{
    public static TokenModel Read(JsonSection json) => (json.Type ?? Guess(json)) switch
    {
        "WordPiece" => new WordPiece(
            Entries(json),
            json.Text("unk_token", "[UNK]"),
            json.Text("continuing_subword_prefix", "##"),
            json.Number("max_input_chars_per_word", 100),
            json.Where),
        "WordLevel" => new WordLevel(Entries(json), json.Text("unk_token", "[UNK]"), json.Where),
        _ => throw json.Unsupported("model", "WordLevel", "WordPiece", "BPE", "Unigram"),
    };

    private static string Guess(JsonSection json) =>
        json.Has("merges") ? "BPE" : json.Has("unk_id") ? "Unigram" : json.Has("continuing_subword_prefix") ? "WordPiece" : "WordLevel";

    private static Vocabulary Entries(JsonSection json)
    {
        var vocabulary = json.At("vocab");
        if (vocabulary.Element.ValueKind != JsonValueKind.Object) throw new InputException(vocabulary.Where, "is not an object of tokens and ids.");
        var entries = new List<KeyValuePair<string, int>>();
        foreach (var entry in vocabulary.Element.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var id))
                throw new InputException(vocabulary.Where, $"token '{entry.Name}' has the id {entry.Value.GetRawText()}, not a whole number.");
            entries.Add(new(entry.Name, id));
        }
        return new(entries, vocabulary.Where);
    }
}
