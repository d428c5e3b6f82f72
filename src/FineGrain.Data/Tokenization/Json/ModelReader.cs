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
        "BPE" => Bpe(json),
        "Unigram" => Unigram(json),
        _ => throw json.Unsupported("model", "WordLevel", "WordPiece", "BPE", "Unigram"),
    };

    private static string Guess(JsonSection json) =>
        json.Has("merges") ? "BPE" : json.Has("unk_id") ? "Unigram" : json.Has("continuing_subword_prefix") ? "WordPiece" : "WordLevel";

    private static Bpe Bpe(JsonSection json)
    {
        var merges = json.Items("merges").Select(Merge).ToArray();
        return new(Entries(json), merges, new()
        {
            Unknown = json.Has("unk_token") ? json.Text("unk_token") : null,
            ContinuingPrefix = json.Has("continuing_subword_prefix") ? json.Text("continuing_subword_prefix") : null,
            EndSuffix = json.Has("end_of_word_suffix") ? json.Text("end_of_word_suffix") : null,
            FuseUnknown = json.Flag("fuse_unk", false),
            ByteFallback = json.Flag("byte_fallback", false),
            IgnoreMerges = json.Flag("ignore_merges", false),
        }, json.Where);
    }

    private static (string, string) Merge(JsonSection merge)
    {
        var element = merge.Element;
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2 && element[0].ValueKind == JsonValueKind.String && element[1].ValueKind == JsonValueKind.String)
            return (element[0].GetString()!, element[1].GetString()!);
        if (element.ValueKind == JsonValueKind.String && element.GetString()!.Split(' ') is [var left, var right]) return (left, right);
        throw new InputException(merge.Where, $"{element.GetRawText()} is no merge; it is a list of two tokens, or the two in one text with a space between.");
    }

    private static Unigram Unigram(JsonSection json)
    {
        var entries = new List<(string, double)>();
        foreach (var entry in json.Items("vocab"))
        {
            var element = entry.Element;
            if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != 2 || element[0].ValueKind != JsonValueKind.String || element[1].ValueKind != JsonValueKind.Number)
                throw new InputException(entry.Where, $"{element.GetRawText()} is no entry; it is a list of a token and its log-probability.");
            entries.Add((element[0].GetString()!, element[1].GetDouble()));
        }
        if (!json.Has("unk_id")) throw new InputException(json.Where, "has no unk_id. A Unigram vocabulary names its unknown token.");
        return new(entries, json.Number("unk_id"), json.Flag("byte_fallback", false), json.Where);
    }

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
