using System.Text.RegularExpressions;
using CsCheck;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;
using FineGrain.Data.Tokenization.PreTokenizers;

namespace FineGrain.Data.Tests.Tokenization;

public sealed class TrainingTests
{
    private static readonly string[] Corpus = [.. Golden.Samples("*.train.jsonl")];

    [Fact]
    public void Word_tokens_split_contractions_and_keep_emoticons_and_Chinese_characters_apart()
    {
        const string text = "I DON'T like it :-) It's 很好!!!";
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, [text]);
        var encoding = tokenizer.Encode(text);
        Assert.Equal(["[CLS]", "i", "do", "n't", "like", "it", ":-)", "it", "'s", "很", "好", "!!!", "[SEP]"], encoding.Tokens);
        Assert.Equal("I|DO|N'T|like|it|:-)|It|'s|很|好|!!!", Slices(text, encoding));
    }

    [Fact]
    public void Extra_words_follow_those_of_the_texts_while_there_is_room()
    {
        string[] extra = ["the", "cat", "[UNK]", "dog", "emu"];
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word", VocabularySize = 9 }, ["the cow the hen"], extra);
        Assert.Equal(["the", "cow", "hen", "cat"], Enumerable.Range(5, 4).Select(tokenizer.TokenOf));
        Assert.Equal(9, tokenizer.VocabularySize);
    }

    [Fact]
    public void Character_tokens_are_code_points_and_runs_of_white_space_one_token()
    {
        const string text = " aB\n\n 好😀 ";
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "character" }, [text]);
        var encoding = tokenizer.Encode(text);
        Assert.Equal(["[CLS]", "a", "b", " ", "好", "😀", "[SEP]"], encoding.Tokens);
        Assert.Equal("a|B|\n\n |好|😀", Slices(text, encoding));
    }

    [Theory]
    [InlineData("word", 4000)]
    [InlineData("character", 1200)]
    [InlineData("wordpiece", 3000)]
    [InlineData("bpe", 3000)]
    [InlineData("unigram", 3000)]
    public void A_trained_vocabulary_covers_its_texts_reads_back_alike_and_keeps_its_size(string kind, int size)
    {
        var recipe = new TokenizerRecipe { Kind = kind, VocabularySize = size };
        var tokenizer = TokenizerTrainer.Train(recipe, Corpus);
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], Enumerable.Range(0, 5).Select(tokenizer.TokenOf));
        Assert.Equal(0, tokenizer.PaddingId);
        Assert.InRange(tokenizer.VocabularySize, size * 9 / 10, size);

        var again = Tokenizer.Parse(tokenizer.ToJson());
        Assert.Equal(tokenizer.ToJson(), again.ToJson());
        long unknown = 0, all = 0;
        foreach (var text in Corpus)
        {
            var encoding = tokenizer.Encode(text);
            Assert.Equal(encoding.Ids, again.Encode(text).Ids);
            all += encoding.Length;
            unknown += encoding.Ids.Count(id => id == 1);
        }
        Assert.True(unknown < all * 0.06, $"{unknown} of {all} tokens are unknown");

        // The order of the texts does not matter.
        Assert.Equal(tokenizer.ToJson(), TokenizerTrainer.Train(recipe, Corpus.Reverse()).ToJson());
    }

    [Theory]
    [InlineData("wordpiece")]
    [InlineData("bpe")]
    [InlineData("unigram")]
    public void Subwords_need_fewer_tokens_than_characters_and_know_frequent_words(string kind)
    {
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = kind, VocabularySize = 3000 }, Corpus);
        var word = kind == "wordpiece" ? "the" : "▁the";
        Assert.NotNull(tokenizer.IdOf(word));
        Assert.Equal([word], tokenizer.Encode("The", options: new() { SpecialTokens = false }).Tokens);
        var english = Corpus.Where(t => t.All(char.IsAscii)).ToArray();
        var tokens = english.Sum(t => tokenizer.Encode(t, options: new() { SpecialTokens = false }).Length);
        Assert.True(tokens * 5 < english.Sum(t => t.Length) * 2, $"{tokens} tokens for {english.Sum(t => t.Length)} characters");
    }

    [Fact]
    public void The_hand_written_scanner_cuts_words_as_its_expression_does()
    {
        var scanner = new PatternSplit(WordPattern.Regex, isRegex: true, SplitBehavior.Removed, invert: true);
        var regex = new Regex(WordPattern.Regex, RegexOptions.CultureInvariant);
        string[] parts = ["n't", "N’T", "'s", "'ll", "’Re", "'", "’", ":", ";", "=", "-", "^", ")", "(", "d", "p", "D", "3", "<", "<3", "!", "?", "！", ".", "_", " ", "a", "n", "do", "é", "e\u0301", "很", "7", "\t", "t", "/"];
        Gen.Int[0, parts.Length - 1].Select(i => parts[i])
            .Array[0, 12].Select(string.Concat).Sample(text =>
            {
                var pieces = new Pieces();
                pieces.Text.Reset(text);
                pieces.Reset();
                scanner.Split(pieces);
                return pieces.Current.Select(p => text[p.Start..p.End]).SequenceEqual(regex.Matches(text).Select(m => m.Value));
            }, iter: 20_000);
    }

    [Theory]
    [InlineData("file", "is loaded with Tokenizer.Load")]
    [InlineData("wordpeice", "wordpiece")]
    public void An_impossible_kind_is_refused(string kind, string message)
    {
        var error = Assert.Throws<InputException>(() => TokenizerTrainer.Train(new TokenizerRecipe { Kind = kind }, []));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string Slices(string text, Encoding encoding) =>
        string.Join('|', encoding.Offsets.Where((_, i) => !encoding.Special[i]).Select(o => o.Slice(text).ToString()));
}
