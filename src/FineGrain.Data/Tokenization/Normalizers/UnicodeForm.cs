using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>One of the normal forms NFC, NFD, NFKC, NFKD.</summary>
internal sealed class UnicodeForm(NormalForm form) : Normalizer
{
    public override void Apply(MappedText text) => UnicodeNormalizer.Normalize(text, form);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", form switch { NormalForm.Nfc => "NFC", NormalForm.Nfd => "NFD", NormalForm.Nfkc => "NFKC", _ => "NFKD" });
        json.WriteEndObject();
    }
}
