using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Units;

/// <summary>The units of an encoded text: what its spans begin and end at.</summary>
/// <param name="Ranges">Where each unit stands in the text that was tokenized, in UTF-16 units, without white space at its ends.</param>
/// <param name="OfTokens">The unit of each token; -1 for special tokens and for tokens of white space alone.</param>
internal sealed record TextUnits(Offset[] Ranges, int[] OfTokens)
{
    /// <summary>Each token of the text is a unit of its own: for tokenizers of words and of characters.</summary>
    public const string Tokens = "tokens";

    /// <summary>Tokens of one word are one unit: for tokenizers that cut words into pieces.</summary>
    public const string Words = "words";

    /// <summary>The units of <paramref name="encoding"/>.</summary>
    /// <param name="kind"><see cref="Tokens"/> or <see cref="Words"/>.</param>
    /// <param name="encoding">The tokens; of a pair only the first text has units.</param>
    /// <param name="text">What was tokenized.</param>
    public static TextUnits Of(string kind, Encoding encoding, string text)
    {
        var ranges = new List<Offset>(encoding.Length);
        var ofTokens = new int[encoding.Length];
        var words = new WordBorders(text);
        var lastWord = -1;
        for (var i = 0; i < ofTokens.Length; i++)
        {
            ofTokens[i] = -1;
            if (encoding.Sequence[i] != 0) continue;
            var (start, end) = (encoding.Offsets[i].Start, encoding.Offsets[i].End);
            while (start < end && char.IsWhiteSpace(text[start])) start++;
            while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
            if (start == end) continue;
            if (kind == Words)
            {
                // A token that reaches over several words joins them: a span could not end inside it.
                var joined = words.At(start) == lastWord && ranges.Count > 0;
                lastWord = words.At(end - 1);
                if (joined)
                {
                    ranges[^1] = new(ranges[^1].Start, Math.Max(ranges[^1].End, end));
                    ofTokens[i] = ranges.Count - 1;
                    continue;
                }
            }
            ofTokens[i] = ranges.Count;
            ranges.Add(new(start, end));
        }
        return new([.. ranges], ofTokens);
    }
}
