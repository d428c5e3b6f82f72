using System.Globalization;

namespace FineGrain.Data.Spans.Joining;

/// <summary>Counts tokens to say which joiner a file needs and why.</summary>
internal sealed class JoinerEvidence
{
    private long tokens, characters;

    public void Add(IEnumerable<string> sentence)
    {
        foreach (var token in sentence)
        {
            tokens++;
            if (CjkCharacters.IsOne(token)) characters++;
        }
    }

    /// <summary>Mostly single CJK characters: nothing between them; else a space.</summary>
    public (TextJoiner Joiner, string Reason) Conclude()
    {
        var share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * characters / Math.Max(1, tokens):0} % of {tokens:#,0} tokens are single CJK characters");
        return (2 * characters > tokens ? TextJoiner.None : TextJoiner.Space, share);
    }
}
