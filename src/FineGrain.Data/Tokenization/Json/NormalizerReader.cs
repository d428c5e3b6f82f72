using FineGrain.Core;
using FineGrain.Data.Tokenization.Normalizers;
using FineGrain.Data.Unicode;

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
        "NFC" => new UnicodeForm(NormalForm.Nfc),
        "NFD" => new UnicodeForm(NormalForm.Nfd),
        "NFKC" => new UnicodeForm(NormalForm.Nfkc),
        "NFKD" => new UnicodeForm(NormalForm.Nfkd),
        "Lowercase" => new Lowercase(),
        "Strip" => new Strip(json.Flag("strip_left", true), json.Flag("strip_right", true)),
        "StripAccents" => new StripAccents(),
        "Replace" => Replacement(json),
        "Prepend" => new Prepend(json.Text("prepend")),
        "Sequence" => new NormalizerSequence([.. json.Items("normalizers").Select(Read)]),
        "Precompiled" => throw new InputException(json.Where, "the compiled character map of SentencePiece ('Precompiled') is not supported. Replace it in the file by {\"type\": \"NFKC\"}, which it mostly equals."),
        _ => throw json.Unsupported("normalizer", "BertNormalizer", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "StripAccents", "Replace", "Prepend", "Sequence"),
    };

    private static Replace Replacement(JsonSection json)
    {
        var pattern = json.At("pattern");
        var isRegex = pattern.Has("Regex");
        return new(pattern.Text(isRegex ? "Regex" : "String"), isRegex, json.Text("content"), json.Where);
    }
}
