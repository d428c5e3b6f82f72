using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization.Models;
using FineGrain.Data.Tokenization.Normalizers;
using FineGrain.Data.Tokenization.PostProcessors;
using FineGrain.Data.Tokenization.PreTokenizers;
using FineGrain.Data.Tokenization.Training;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization;

/// <summary>Makes a tokenizer from training texts. Deterministic: the same texts, in any order, give the same vocabulary.</summary>
public static class TokenizerTrainer
{
    private static readonly string[] Kinds = ["word", "character", "wordpiece", "bpe", "unigram"];

    /// <summary>
    /// Trains the kind of <paramref name="recipe"/>. <c>word</c>: words, English contractions in two, emoticons, each Chinese character.
    /// <c>character</c>: each code point, runs of white space as one. <c>wordpiece</c>: BERT's preparation and pieces. <c>bpe</c>, <c>unigram</c>: compatibility
    /// characters folded (NFKC), spaces kept as ▁, so that Chinese words can become entries. [PAD] [UNK] [CLS] [SEP] [MASK] have the ids 0 to 4.
    /// </summary>
    /// <exception cref="InputException">The kind is unknown or <c>file</c>, which is loaded and not trained.</exception>
    /// <param name="recipe">The recipe.</param>
    /// <param name="texts">Training texts, cleaned.</param>
    /// <param name="extra">Words (kind word) or characters that follow those of the texts while there is room, such as those of pretrained vectors; not read by other kinds.</param>
    public static Tokenizer Train(TokenizerRecipe recipe, IEnumerable<string> texts, IEnumerable<string>? extra = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Kind == "file")
            throw new InputException("tokenizer.kind", "'file' is loaded with Tokenizer.Load, not trained. Name a kind to train: word, character, wordpiece, bpe or unigram.");
        if (!Kinds.Contains(recipe.Kind))
            throw new InputException("tokenizer.kind", $"'{recipe.Kind}' is no kind of tokenizer. {Nearest.Hint(recipe.Kind, Kinds)}");

        var normalizer = Normalizing(recipe);
        var preTokenizer = Cutting(recipe.Kind);
        var counts = PieceCounts.Of(texts, normalizer, preTokenizer);
        return new(new()
        {
            AddedTokens = SpecialTokens.AddedTo(token => Array.IndexOf(SpecialTokens.All, token)),
            Normalizer = normalizer,
            PreTokenizer = preTokenizer,
            Model = Model(recipe, counts, extra ?? []),
            PostProcessor = TemplateProcessing.Bert(SpecialTokens.First, SpecialTokens.FirstId, SpecialTokens.Last, SpecialTokens.LastId),
            Kept = Decoding.Of(recipe.Kind),
        });
    }

    private static Normalizer Normalizing(TokenizerRecipe recipe)
    {
        var spacesChinese = recipe.Kind is "word" or "wordpiece";
        var bert = new BertNormalizer(cleanText: true, spacesChinese, recipe.StripAccents, recipe.Lowercase);
        if (spacesChinese) return bert;
        var spaces = new Replace(@"\s+", isRegex: true, " ");
        var strip = new Strip(left: true, right: true);
        return new NormalizerSequence(recipe.Kind == "character" ? [bert, spaces, strip] : [new UnicodeForm(NormalForm.Nfkc), bert, spaces, strip]);
    }

    private static PreTokenizer Cutting(string kind) => kind switch
    {
        "word" => new PatternSplit(WordPattern.Regex, isRegex: true, SplitBehavior.Removed, invert: true),
        "character" => new PatternSplit(CodePointPattern.Regex, isRegex: true, SplitBehavior.Isolated, invert: false),
        "wordpiece" => new BertPreTokenizer(),
        _ => new PreTokenizerSequence([new Metaspace('▁', PrependScheme.Always, split: true), new Punctuation(SplitBehavior.Isolated)]),
    };

    private static TokenModel Model(TokenizerRecipe recipe, List<(string Piece, long Count)> counts, IEnumerable<string> extra)
    {
        var minPair = Math.Max(2, recipe.MinFrequency);
        switch (recipe.Kind)
        {
            case "wordpiece":
            {
                // Nine tenths at most for single characters, so that a small vocabulary still has some words.
                var alphabet = Alphabet.MostFrequent(counts, "##", recipe.VocabularySize * 9 / 10 - SpecialTokens.All.Length, recipe.MinFrequency);
                var merging = new PairMerging(counts, SpecialTokens.All.Concat(alphabet), "##");
                merging.Run(recipe.VocabularySize, minPair);
                return new WordPiece(new Vocabulary(merging.Tokens, "vocabulary"), SpecialTokens.Unknown, "##", 100, "vocabulary");
            }
            case "bpe":
            {
                var alphabet = Alphabet.MostFrequent(counts, "", recipe.VocabularySize * 9 / 10 - SpecialTokens.All.Length, recipe.MinFrequency);
                var merging = new PairMerging(counts, SpecialTokens.All.Concat(alphabet), "");
                merging.Run(recipe.VocabularySize, minPair);
                return new Bpe(new Vocabulary(merging.Tokens, "vocabulary"), merging.Merges, new() { Unknown = SpecialTokens.Unknown, FuseUnknown = true }, "vocabulary");
            }
            case "unigram":
                return new UnigramTraining(counts, recipe.VocabularySize, recipe.MinFrequency).Train();
            default:
                return WordLevelTraining.Train(counts, recipe.VocabularySize, recipe.MinFrequency, extra);
        }
    }
}
