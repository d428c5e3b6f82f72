using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>
/// The cut of the kind <c>word</c>: words (letters, marks, digits), English contractions as two tokens (<c>do n't</c>, <c>it 's</c>), simple emoticons,
/// groups of two or three exclamation or question marks and of dots, any other code point with its marks alone.
/// Equal to <see cref="Regex"/>, which stands in tokenizer.json so that other libraries cut alike.
/// </summary>
internal sealed class WordPattern : TextPattern
{
    public const string Regex =
        @"[:;=][-'^]?(?:[()\[\]/\\|*]+|[dpoDPO3](?![\p{L}\p{M}\p{N}_]))|<3(?![\p{L}\p{M}\p{N}_])"
        + @"|(?:[nN]['’][tT]|['’](?:[sSmMdD]|[rR][eE]|[vV][eE]|[lL][lL]))(?![\p{L}\p{M}\p{N}_])"
        + @"|[\p{L}\p{N}_](?:(?![nN]['’][tT](?![\p{L}\p{M}\p{N}_]))[\p{L}\p{M}\p{N}_])*"
        + @"|[!?！？]{2,3}|\.{2,3}|\S\p{M}*";

    private const UnicodeFlags Inner = UnicodeFlags.Letter | UnicodeFlags.Mark | UnicodeFlags.Number;

    public override bool Next(MappedText text, int from, int to, out int start, out int end)
    {
        for (var at = from; at < to;)
        {
            var cp = text.CodePointAt(at, out var width);
            var flags = UnicodeTables.FlagsOf(cp);
            if ((flags & UnicodeFlags.Space) == 0)
            {
                start = at;
                end = Match(text, at, to, cp, width, flags);
                return true;
            }
            at += width;
        }
        start = end = to;
        return false;
    }

    private static int Match(MappedText text, int at, int to, int cp, int width, UnicodeFlags flags)
    {
        var units = text.Units;
        switch (cp)
        {
            case ':' or ';' or '=' when Emoticon(text, at, to) is var end and > 0:
                return end;
            case '<' when at + 1 < to && units[at + 1] == '3' && !IsInner(text, at + 2, to):
                return at + 2;
            case '\'' or '’' when Contraction(text, at, to) is var end and > 0:
                return end;
            case 'n' or 'N' when IsNot(text, at, to):
                return at + 3;
            case '!' or '?' or '！' or '？':
            {
                var end = at + 1;
                while (end < to && end < at + 3 && units[end] is '!' or '?' or '！' or '？') end++;
                return end == at + 1 ? WithMarks(text, end, to) : end;
            }
            case '.':
            {
                var end = at + 1;
                while (end < to && end < at + 3 && units[end] == '.') end++;
                return end == at + 1 ? WithMarks(text, end, to) : end;
            }
        }
        if (cp != '_' && (flags & (UnicodeFlags.Letter | UnicodeFlags.Number)) == 0) return WithMarks(text, at + width, to);
        for (at += width; at < to; at += width)
        {
            cp = text.CodePointAt(at, out width);
            if (cp is 'n' or 'N' && IsNot(text, at, to)) break;
            if (cp != '_' && (UnicodeTables.FlagsOf(cp) & Inner) == 0) break;
        }
        return at;
    }

    private static int Emoticon(MappedText text, int at, int to)
    {
        var units = text.Units[..to];
        var mouth = at + 1;
        if (mouth < to && units[mouth] is '-' or '\'' or '^') mouth++;
        var end = mouth;
        while (end < to && units[end] is '(' or ')' or '[' or ']' or '/' or '\\' or '|' or '*') end++;
        if (end > mouth) return end;
        return mouth < to && units[mouth] is 'd' or 'p' or 'o' or 'D' or 'P' or 'O' or '3' && !IsInner(text, mouth + 1, to) ? mouth + 1 : 0;
    }

    private static int Contraction(MappedText text, int at, int to)
    {
        var units = text.Units[..to];
        if (at + 1 >= to) return 0;
        var first = units[at + 1] | 0x20;
        if (first is 's' or 'm' or 'd' && units[at + 1] < 0x80 && !IsInner(text, at + 2, to)) return at + 2;
        if (at + 2 >= to || units[at + 1] >= 0x80 || units[at + 2] >= 0x80) return 0;
        var second = units[at + 2] | 0x20;
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') && !IsInner(text, at + 3, to) ? at + 3 : 0;
    }

    private static bool IsNot(MappedText text, int at, int to)
    {
        var units = text.Units[..to];
        return at + 2 < to && units[at + 1] is '\'' or '’' && units[at + 2] is 't' or 'T' && !IsInner(text, at + 3, to);
    }

    private static int WithMarks(MappedText text, int at, int to)
    {
        while (at < to)
        {
            var cp = text.CodePointAt(at, out var width);
            if ((UnicodeTables.FlagsOf(cp) & UnicodeFlags.Mark) == 0) break;
            at += width;
        }
        return at;
    }

    private static bool IsInner(MappedText text, int at, int to)
    {
        if (at >= to) return false;
        var cp = text.CodePointAt(at, out _);
        return cp == '_' || (UnicodeTables.FlagsOf(cp) & Inner) != 0;
    }
}
