using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization.Normalizers;
using FineGrain.Data.Tokenization.PostProcessors;
using FineGrain.Data.Tokenization.PreTokenizers;
using FineGrain.Data.Tokenization.Training;

namespace FineGrain.Data.Tokenization;

/// <summary>Makes a tokenizer from training texts. Deterministic: the same texts in any order of equal counts give the same vocabulary.</summary>
public static class TokenizerTrainer
{
    /// <summary>
    /// Trains the kind of <paramref name="recipe"/>: <c>word</c> (words, contractions, emoticons, each Chinese character), <c>character</c> (each code
    /// point, runs of white space as one), <c>wordpiece</c>. [PAD] [UNK] [CLS] [SEP] [MASK] have the ids 0 to 4.
    /// </summary>
    /// <exception cref="InputException">The kind is unknown or <c>file</c>, which is loaded and not trained.</exception>
    public static Tokenizer Train(TokenizerRecipe recipe, IEnumerable<string> texts)
    {
        var special = SpecialTokens.AddedTo(token => Array.IndexOf(SpecialTokens.All, token));
        var template = TemplateProcessing.Bert(SpecialTokens.First, SpecialTokens.FirstId, SpecialTokens.Last, SpecialTokens.LastId);
        switch (recipe.Kind)
        {
            case "word":
            {
                var normalizer = new BertNormalizer(cleanText: true, handleChineseCharacters: true, recipe.StripAccents, recipe.Lowercase);
                var split = new PatternSplit(WordPattern.Regex, isRegex: true, SplitBehavior.Removed, invert: true);
                var counts = PieceCounts.Of(texts, normalizer, split);
                return new(new() { AddedTokens = special, Normalizer = normalizer, PreTokenizer = split, PostProcessor = template, Model = WordLevelTraining.Train(counts, recipe.VocabularySize, recipe.MinFrequency) });
            }
            case "character":
            {
                var normalizer = new NormalizerSequence(
                [
                    new BertNormalizer(cleanText: true, handleChineseCharacters: false, recipe.StripAccents, recipe.Lowercase),
                    new Replace(@"\s+", isRegex: true, " "),
                    new Strip(left: true, right: true),
                ]);
                var split = new PatternSplit(CodePointPattern.Regex, isRegex: true, SplitBehavior.Isolated, invert: false);
                var counts = PieceCounts.Of(texts, normalizer, split);
                return new(new() { AddedTokens = special, Normalizer = normalizer, PreTokenizer = split, PostProcessor = template, Model = WordLevelTraining.Train(counts, recipe.VocabularySize, recipe.MinFrequency) });
            }
            case "file":
                throw new InputException("tokenizer.kind", "'file' is loaded with Tokenizer.Load, not trained. Name a kind to train: word, character, wordpiece, bpe or unigram.");
            default:
                throw new InputException("tokenizer.kind", $"'{recipe.Kind}' is no kind of tokenizer. {Nearest.Hint(recipe.Kind, ["word", "character", "wordpiece", "bpe", "unigram"])}");
        }
    }
}
