using System.Buffers;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization;

/// <summary>Finds added tokens in a text: leftmost first, the longest where several begin.</summary>
internal sealed class AddedTokenFinder
{
    private readonly SearchValues<string> contents;
    private readonly (string Content, AddedToken Token)[] tokens;

    public AddedTokenFinder(IEnumerable<(string Content, AddedToken Token)> tokens)
    {
        this.tokens = [.. tokens.Where(t => t.Content.Length > 0).OrderByDescending(t => t.Content.Length)];
        contents = SearchValues.Create([.. this.tokens.Select(t => t.Content)], StringComparison.Ordinal);
    }

    /// <summary>The next token at or after <paramref name="from"/>; null when there is none. The range includes stripped white space.</summary>
    public AddedToken? Next(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (var at = from; ;)
        {
            var found = text[at..].IndexOfAny(contents);
            if (found < 0)
            {
                start = end = text.Length;
                return null;
            }
            at += found;
            foreach (var (content, token) in tokens)
            {
                if (!text[at..].StartsWith(content, StringComparison.Ordinal)) continue;
                start = at;
                end = at + content.Length;
                if (token.SingleWord && (EndsInWord(text[..start]) || BeginsWithWord(text[end..]))) continue;
                if (token.LeftStrip)
                    while (start > from && UnicodeNormalizer.IsSpace(text[start - 1])) start--;
                if (token.RightStrip)
                    while (end < text.Length && UnicodeNormalizer.IsSpace(text[end])) end++;
                return token;
            }
            at++;
        }
    }

    private static bool EndsInWord(ReadOnlySpan<char> text) =>
        System.Text.Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune.Value);

    private static bool BeginsWithWord(ReadOnlySpan<char> text) =>
        System.Text.Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune.Value);

    private static bool IsWord(int codePoint) => (UnicodeTables.FlagsOf(codePoint) & UnicodeFlags.Word) != 0;
}
