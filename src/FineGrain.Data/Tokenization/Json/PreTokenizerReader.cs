using FineGrain.Data.Tokenization.PreTokenizers;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>Reads the section <c>pre_tokenizer</c>.</summary>
internal static class PreTokenizerReader
{
    public static PreTokenizer Read(JsonSection json) => json.Type switch
    {
        "BertPreTokenizer" => new BertPreTokenizer(),
        "Sequence" => new PreTokenizerSequence([.. json.Items("pretokenizers").Select(Read)]),
        "Split" => Splitting(json),
        _ => throw json.Unsupported("pre-tokenizer", "BertPreTokenizer", "Whitespace", "WhitespaceSplit", "ByteLevel", "Metaspace", "Punctuation", "Digits", "Split", "Sequence"),
    };

    private static PatternSplit Splitting(JsonSection json)
    {
        var pattern = json.At("pattern");
        var isRegex = pattern.Has("Regex");
        return new(pattern.Text(isRegex ? "Regex" : "String"), isRegex, PatternSplit.BehaviorOf(json.Text("behavior"), json.Where), json.Flag("invert", false), json.Where);
    }
}
