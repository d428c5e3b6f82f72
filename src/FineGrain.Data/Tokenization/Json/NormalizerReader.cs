using FineGrain.Data.Tokenization.Normalizers;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>Reads the section <c>normalizer</c>.</summary>
internal static class NormalizerReader
{
    public static Normalizer Read(JsonSection json) => json.Type switch
    {
        "BertNormalizer" => new BertNormalizer(
            json.Flag("clean_text", true),
            json.Flag("handle_chinese_chars", true),
            json.Has("strip_accents") ? json.Flag("strip_accents", false) : null,
            json.Flag("lowercase", true)),
        "StripAccents" => new StripAccents(),
        "Strip" => new Strip(json.Flag("strip_left", true), json.Flag("strip_right", true)),
        "Replace" => Replacing(json),
        "Sequence" => new NormalizerSequence([.. json.Items("normalizers").Select(Read)]),
        _ => throw json.Unsupported("normalizer", "BertNormalizer", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "StripAccents", "Replace", "Prepend", "Sequence"),
    };

    private static Replace Replacing(JsonSection json)
    {
        var pattern = json.At("pattern");
        var isRegex = pattern.Has("Regex");
        return new(pattern.Text(isRegex ? "Regex" : "String"), isRegex, json.Text("content"), json.Where);
    }
}
