using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>
/// BERT's text preparation, in this order: clean (drop control characters and U+FFFD, white space becomes a space), spaces around Chinese characters,
/// lower case, accents off (null: when lower-casing).
/// </summary>
internal sealed class BertNormalizer(bool cleanText, bool handleChineseCharacters, bool? stripAccents, bool lowercase) : Normalizer
{
    public bool CleanText { get; } = cleanText;

    public bool HandleChineseCharacters { get; } = handleChineseCharacters;

    public bool Lowercase { get; } = lowercase;

    /// <summary>What <c>strip_accents</c> comes to.</summary>
    public bool RemovesAccents { get; } = stripAccents ?? lowercase;

    public override void Apply(MappedText text)
    {
        if (CleanText) Clean(text);
        if (HandleChineseCharacters) SpaceChinese(text);
        if (Lowercase) UnicodeNormalizer.Lower(text);
        if (RemovesAccents)
        {
            UnicodeNormalizer.Normalize(text, NormalForm.Nfd);
            StripAccents.Remove(text);
        }
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BertNormalizer");
        json.WriteBoolean("clean_text", CleanText);
        json.WriteBoolean("handle_chinese_chars", HandleChineseCharacters);
        if (stripAccents is { } strip) json.WriteBoolean("strip_accents", strip);
        else json.WriteNull("strip_accents");
        json.WriteBoolean("lowercase", Lowercase);
        json.WriteEndObject();
    }

    /// <summary>
    /// The ideograph blocks of BERT. Only those of the basic plane: the reference implementation in JavaScript, with which our ids are compared, looks at
    /// UTF-16 units, so rare ideographs beyond U+FFFF stay joined to their neighbours (in practice both readings give [UNK]).
    /// </summary>
    public static bool IsChinese(char c) => c is >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF' or >= '\uF900' and <= '\uFAFF';

    /// <summary>Whether cleaning drops the code point.</summary>
    public static bool IsDropped(int cp, UnicodeFlags flags) => cp == 0xFFFD || ((flags & UnicodeFlags.Other) != 0 && cp is not ('\t' or '\n' or '\r'));

    private static void Clean(MappedText text)
    {
        if (text.Units.IndexOfAnyExceptInRange(' ', '~') < 0) return;
        text.Begin();
        for (int i = 0, width; i < text.Length; i += width)
        {
            var cp = text.CodePointAt(i, out width);
            var flags = UnicodeTables.FlagsOf(cp);
            if (IsDropped(cp, flags)) continue;
            if ((flags & UnicodeFlags.ScriptSpace) != 0) text.Append(' ', text.StartOf(i), text.EndOf(i));
            else text.Keep(i, i + width);
        }
        text.Commit();
    }

    private static void SpaceChinese(MappedText text)
    {
        if (text.Units.IndexOfAnyInRange('\u3400', '\uFAFF') < 0) return;
        text.Begin();
        for (var i = 0; i < text.Length; i++)
        {
            if (IsChinese(text.Units[i]))
            {
                text.Append(' ', text.StartOf(i), text.StartOf(i));
                text.Keep(i, i + 1);
                text.Append(' ', text.EndOf(i), text.EndOf(i));
            }
            else
            {
                text.Keep(i, i + 1);
            }
        }
        text.Commit();
    }
}
