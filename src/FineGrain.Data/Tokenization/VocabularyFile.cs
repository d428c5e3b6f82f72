using System.Text.Json;
using FineGrain.Core;
using FineGrain.Data.Tokenization.Models;
using FineGrain.Data.Tokenization.Normalizers;
using FineGrain.Data.Tokenization.PostProcessors;
using FineGrain.Data.Tokenization.PreTokenizers;

namespace FineGrain.Data.Tokenization;

/// <summary>
/// Reads a BERT vocab.txt: one entry a line, id = line number from 0. Whether it lower-cases stands in tokenizer_config.json beside it
/// (<c>do_lower_case</c>, <c>strip_accents</c>); without that file a vocabulary with an entry in capitals keeps case.
/// </summary>
internal static class VocabularyFile
{
    public static Tokenizer Read(byte[] bytes, string path)
    {
        var lines = System.Text.Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').TrimEnd('\r', '\n').Split('\n');
        var tokens = lines.Select(l => l.TrimEnd('\r')).ToArray();
        var entries = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < tokens.Length; i++)
            if (!entries.TryAdd(tokens[i], i)) throw new InputException($"{path}:{i + 1}", $"'{tokens[i]}' already stands in line {entries[tokens[i]] + 1}. Every line of a vocab.txt is a token of its own.");
        foreach (var needed in (string[])[SpecialTokens.Unknown, SpecialTokens.First, SpecialTokens.Last])
            if (!entries.ContainsKey(needed)) throw new InputException(path, $"has no line {needed}. A vocab.txt of a BERT model does; other models bring a tokenizer.json.");

        var (lowercase, stripAccents) = Settings(path, tokens);
        return new(new TokenizerStages
        {
            AddedTokens = SpecialTokens.AddedTo(t => entries.TryGetValue(t, out var id) ? id : null),
            Normalizer = new BertNormalizer(cleanText: true, handleChineseCharacters: true, stripAccents, lowercase),
            PreTokenizer = new BertPreTokenizer(),
            Model = new WordPiece(new Vocabulary(entries, path), SpecialTokens.Unknown, "##", 100, path),
            PostProcessor = TemplateProcessing.Bert(SpecialTokens.First, entries[SpecialTokens.First], SpecialTokens.Last, entries[SpecialTokens.Last]),
        });
    }

    private static (bool Lowercase, bool? StripAccents) Settings(string path, string[] tokens)
    {
        var guess = !tokens.Any(t => !t.StartsWith('[') && t.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0);
        var config = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "tokenizer_config.json");
        if (!File.Exists(config)) return (guess, null);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            return (Flag(document.RootElement, "do_lower_case") ?? guess, Flag(document.RootElement, "strip_accents"));
        }
        catch (JsonException e)
        {
            throw new InputException(config, $"is not valid JSON: {e.Message}", e);
        }
    }

    private static bool? Flag(JsonElement root, string key) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out var value)
        ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }
        : null;
}
