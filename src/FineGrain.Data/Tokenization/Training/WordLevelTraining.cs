using FineGrain.Data.Tokenization.Models;

namespace FineGrain.Data.Tokenization.Training;

/// <summary>The most frequent pieces become the vocabulary, then extra ones in their order.</summary>
internal static class WordLevelTraining
{
    public static WordLevel Train(List<(string Piece, long Count)> counts, int vocabularySize, int minFrequency, IEnumerable<string>? extra = null)
    {
        var special = SpecialTokens.All;
        var tokens = counts.Where(c => c.Count >= minFrequency).Select(c => c.Piece);
        return new(new Vocabulary([.. special.Concat(tokens).Concat(extra ?? []).Distinct(StringComparer.Ordinal).Take(Math.Max(vocabularySize, special.Length))], "vocabulary"), SpecialTokens.Unknown, "vocabulary");
    }
}
