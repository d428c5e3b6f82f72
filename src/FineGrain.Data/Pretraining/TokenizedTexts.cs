using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Pretraining;

/// <summary>Texts as one array of token ids, with the tokenizer that was trained on them.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Ids">Ids of all texts, one after the other.</param>
/// <param name="Starts">Where each text begins, and the end: one more than there are texts.</param>
public sealed record TokenizedTexts(Tokenizer Tokenizer, int[] Ids, int[] Starts)
{
    /// <summary>Trains the tokenizer of <paramref name="recipe"/> on the texts and encodes them whole, without special tokens.</summary>
    public static TokenizedTexts Of(TokenizerRecipe recipe, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var tokenizer = TokenizerTrainer.Train(recipe, texts);
        var options = new EncodeOptions { SpecialTokens = false };
        var (ids, starts) = (new List<int>(), new List<int>(texts.Count + 1) { 0 });
        foreach (var text in texts)
        {
            ids.AddRange(tokenizer.Encode(text, null, options).Ids);
            starts.Add(ids.Count);
        }
        return new(tokenizer, [.. ids], [.. starts]);
    }

    /// <summary>The vocabulary by id.</summary>
    public IReadOnlyList<string> Tokens => [.. Enumerable.Range(0, Tokenizer.VocabularySize).Select(Tokenizer.TokenOf)];
}
