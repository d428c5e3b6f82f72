using System.Globalization;
using System.Text;
using FineGrain.Core;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Columns;

/// <summary>Cuts a text into the tokens of a column format so that no span cuts a token and reading gives the very text back.</summary>
internal static class SentenceTokens
{
    /// <summary>With a joiner: its tokens. Without: words, single CJK characters and marks, cut where a span begins or ends.</summary>
    /// <exception cref="FormatException">The joiner does not rebuild the text, or a span begins or ends inside a token or at white space.</exception>
    public static Offset[] Of(string text, IReadOnlyList<Span> spans, TextJoiner? joiner)
    {
        var tokens = joiner is null ? Words(text, spans) : Joined(text, joiner);
        var (starts, ends) = (tokens.Select(t => t.Start).ToHashSet(), tokens.Select(t => t.End).ToHashSet());
        foreach (var span in spans)
            if (!starts.Contains(span.Start) || !ends.Contains(span.End))
                throw new FormatException($"span [{span.Start}, {span.End}) '{span.Label}' {(char.IsWhiteSpace(text[span.Start]) || char.IsWhiteSpace(text[span.End - 1]) ? "begins or ends with white space" : "begins or ends inside a token")}, which one tag a token cannot say"
                    + (joiner is null ? "" : "; write with joiner 'text', or in another format"));
        foreach (var token in tokens)
            if (text.AsSpan(token.Start, token.End - token.Start).ContainsAny(" \t\n\r")) throw new FormatException($"the token at offset {token.Start} holds white space, which parts columns and lines; write with joiner 'text'");
        return tokens;
    }

    /// <summary>Spans of the text as spans of tokens.</summary>
    public static IEnumerable<Span> InTokens(IEnumerable<Span> spans, Offset[] tokens) =>
        spans.Select(s => new Span(Array.FindIndex(tokens, t => t.Start == s.Start), Array.FindIndex(tokens, t => t.End == s.End) + 1, s.Label));

    private static Offset[] Joined(string text, TextJoiner joiner)
    {
        try
        {
            return joiner.Cut(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{e.Message}; write with joiner 'text', or in another format", e);
        }
    }

    private static Offset[] Words(string text, IReadOnlyList<Span> spans)
    {
        var cuts = spans.SelectMany(s => new[] { s.Start, s.End }).ToHashSet();
        var tokens = new List<Offset>();
        var start = 0;
        for (var i = 0; i <= text.Length;)
        {
            var length = i < text.Length && char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            if (i > start && (i == text.Length || cuts.Contains(i) || Parts(text, start, i)))
            {
                if (!char.IsWhiteSpace(text[start])) tokens.Add(new Offset(start, i));
                start = i;
            }
            i += length;
        }
        return [.. tokens];
    }

    /// <summary>Whether a token ends between two characters: always, but inside words and before marks that combine.</summary>
    private static bool Parts(string text, int start, int i)
    {
        if (char.IsWhiteSpace(text[i]) || char.IsWhiteSpace(text[start])) return true;
        var (before, after) = (Rune.GetRuneAt(text, char.IsLowSurrogate(text[i - 1]) && i >= 2 ? i - 2 : i - 1), Rune.GetRuneAt(text, i));
        if (Rune.GetUnicodeCategory(after) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark) return false;
        return !IsWord(before) || !IsWord(after);
    }

    private static bool IsWord(Rune rune) => (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
        && !CjkCharacters.Begins(rune.ToString());
}
