using FineGrain.Core;
using FineGrain.Data.Tokenization.PreTokenizers;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>Reads the section <c>pre_tokenizer</c>.</summary>
internal static class PreTokenizerReader
{
    public static PreTokenizer Read(JsonSection json) => json.Type switch
    {
        "BertPreTokenizer" => new BertPreTokenizer(),
        "Whitespace" => new Whitespace(),
        "WhitespaceSplit" => new WhitespaceSplit(),
        "ByteLevel" => new ByteLevel(json.Flag("add_prefix_space", true), json.Flag("use_regex", true), json.Flag("trim_offsets", true)),
        "Metaspace" => Metaspace(json),
        "Punctuation" => new Punctuation(PatternSplit.BehaviorOf(json.Text("behavior", "Isolated"), json.Where)),
        "Digits" => new Digits(json.Flag("individual_digits", false)),
        "Split" => Pattern(json),
        "Sequence" => new PreTokenizerSequence([.. json.Items("pretokenizers").Select(Read)]),
        _ => throw json.Unsupported("pre-tokenizer", "BertPreTokenizer", "Whitespace", "WhitespaceSplit", "ByteLevel", "Metaspace", "Punctuation", "Digits", "Split", "Sequence"),
    };

    private static PatternSplit Pattern(JsonSection json)
    {
        var pattern = json.At("pattern");
        var isRegex = pattern.Has("Regex");
        return new(pattern.Text(isRegex ? "Regex" : "String"), isRegex, PatternSplit.BehaviorOf(json.Text("behavior"), json.Where), json.Flag("invert", false), json.Where);
    }

    private static Metaspace Metaspace(JsonSection json)
    {
        var replacement = json.Text("replacement", "▁");
        if (replacement.Length != 1) throw new InputException(json.Where, $"the replacement '{replacement}' is not one character.");
        var scheme = json.Has("prepend_scheme") ? json.Text("prepend_scheme") : json.Flag("add_prefix_space", true) ? "always" : "never";
        return new(replacement[0], scheme switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw new InputException(json.Where, $"the prepend_scheme '{scheme}' is unknown. {Nearest.Hint(scheme, ["always", "first", "never"])}"),
        }, json.Flag("split", true));
    }
}
