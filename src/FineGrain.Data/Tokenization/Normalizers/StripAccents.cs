using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>Removes non-spacing marks (category Mn); decompose first to reach accents of composed letters. The letter's range grows over its mark.</summary>
internal sealed class StripAccents : Normalizer
{
    public override void Apply(MappedText text) => Remove(text);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "StripAccents");
        json.WriteEndObject();
    }

    public static void Remove(MappedText text)
    {
        if (text.Units.IndexOfAnyExceptInRange('\0', '\u02FF') < 0) return;
        text.Begin();
        for (int i = 0, width; i < text.Length; i += width)
        {
            var cp = text.CodePointAt(i, out width);
            if ((UnicodeTables.FlagsOf(cp) & UnicodeFlags.NonSpacingMark) != 0) text.Absorb(i, i + width);
            else text.Keep(i, i + width);
        }
        text.Commit();
    }
}
