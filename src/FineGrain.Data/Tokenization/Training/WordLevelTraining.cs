using FineGrain.Data.Tokenization.Models;

namespace FineGrain.Data.Tokenization.Training;

/// <summary>The most frequent pieces become the vocabulary.</summary>
internal static class WordLevelTraining
{
    public static WordLevel Train(List<(string Piece, long Count)> counts, int vocabularySize, int minFrequency)
    {
        var special = SpecialTokens.All;
        var tokens = counts.Where(c => c.Count >= minFrequency && !special.Contains(c.Piece)).Select(c => c.Piece);
        return new(new Vocabulary([.. special.Concat(tokens).Take(Math.Max(vocabularySize, special.Length))], "vocabulary"), SpecialTokens.Unknown, "vocabulary");
    }
}
