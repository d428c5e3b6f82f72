using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>The cut of GPT-2 and RoBERTa: contractions, and words, numbers and the rest with the space before them. Equal to <see cref="Regex"/>, code points beyond U+FFFF included.</summary>
internal sealed class Gpt2Pattern : TextPattern
{
    public const string Regex = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const UnicodeFlags Classes = UnicodeFlags.Letter | UnicodeFlags.Number | UnicodeFlags.Space;

    public override bool Next(MappedText text, int from, int to, out int start, out int end)
    {
        start = from;
        end = from < to ? Match(text, from, to) : to;
        return from < to;
    }

    private static int Match(MappedText text, int at, int to)
    {
        var units = text.Units[..to];
        if (units[at] == '\'' && at + 1 < to)
        {
            if (units[at + 1] is 's' or 't' or 'm' or 'd') return at + 2;
            if (at + 2 < to && (units[at + 1], units[at + 2]) is ('r', 'e') or ('v', 'e') or ('l', 'l')) return at + 3;
        }
        var word = units[at] == ' ' ? at + 1 : at;
        if (word < to && ClassAt(text, word, out var width) is var kind && kind != UnicodeFlags.Space)
        {
            do word += width;
            while (word < to && ClassAt(text, word, out width) == kind);
            return word;
        }
        var end = at;
        while (end < to && ClassAt(text, end, out _) == UnicodeFlags.Space) end++;
        return end < to && end > at + 1 ? end - 1 : end;
    }

    private static UnicodeFlags ClassAt(MappedText text, int at, out int width) => UnicodeTables.FlagsOf(text.CodePointAt(at, out width)) & Classes;
}
