using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Columns;

/// <summary>Finds the tokens of a sentence in its text: in order, with nothing but white space between them.</summary>
internal static class TokenAlignment
{
    /// <summary>Where each token stands.</summary>
    /// <exception cref="FormatException">A token does not stand there.</exception>
    public static Offset[] Of(IReadOnlyList<string> tokens, string text)
    {
        var offsets = new Offset[tokens.Count];
        var at = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]) && !Stands(tokens[i], text, at)) at++;
            if (!Stands(tokens[i], text, at)) throw new FormatException($"token {i + 1}, '{tokens[i]}', does not stand at offset {at} of the sentence's text comment; mend the comment, or set 'joiner' to space or none");
            offsets[i] = new Offset(at, at += tokens[i].Length);
        }
        return offsets;
    }

    private static bool Stands(string token, string text, int at) => string.CompareOrdinal(text, at, token, 0, token.Length) == 0 && at + token.Length <= text.Length;
}
