using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Tokenization;

public sealed class VocabularyCutTests
{
    [Theory]
    [InlineData("word")]
    [InlineData("character")]
    [InlineData("wordpiece")]
    [InlineData("bpe")]
    [InlineData("unigram")]
    public void Texts_whose_tokens_are_kept_are_cut_as_before(string kind) =>
        Check(TokenizerTrainer.Train(new TokenizerRecipe { Kind = kind, VocabularySize = 3000 }, Golden.Samples("*.train.jsonl")));

    [Theory]
    [InlineData("tokenizers/bert-base-uncased-en")]
    [InlineData("tokenizers/bert-base-chinese")]
    [InlineData("stories260K")]
    public void Pretrained_vocabularies_shrink_to_a_corpus(string folder)
    {
        Assert.SkipUnless(Golden.Weights is { } weights && Directory.Exists(Path.Combine(weights, folder)), $"the pretrained vocabulary {folder} is not here");
        Check(Tokenizer.Load(Path.Combine(Golden.Weights!, folder)));
    }

    [Fact]
    public void Words_that_left_become_unknown_and_special_tokens_stay()
    {
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, ["good good film", "bad film"]);
        var cut = VocabularyCut.Of(tokenizer, tokenizer.Encode("good film").Ids);
        Assert.Equal(["[CLS]", "[UNK]", "film", "[SEP]"], cut.Tokenizer.Encode("bad film").Tokens);
        Assert.Equal(tokenizer.VocabularySize - 1, cut.Tokenizer.VocabularySize);
        Assert.Equal("[PAD]", cut.Tokenizer.TokenOf(cut.Tokenizer.PaddingId));
    }

    private static void Check(Tokenizer tokenizer)
    {
        var corpus = Golden.Lines.Where((_, i) => i % 40 == 0).ToArray();
        var cut = VocabularyCut.Of(tokenizer, corpus.SelectMany(line => tokenizer.Encode(line).Ids));
        Assert.Equal(cut.Kept.Count, cut.Tokenizer.VocabularySize);
        Assert.True(cut.Kept.Count < tokenizer.VocabularySize, $"{cut.Kept.Count} of {tokenizer.VocabularySize} were kept");
        var kept = cut.Kept.ToHashSet();
        var same = 0;
        foreach (var line in Golden.Lines)
        {
            var before = tokenizer.Encode(line);
            if (!before.Ids.All(kept.Contains)) continue;
            var after = cut.Tokenizer.Encode(line);
            Assert.Equal(before.Ids, after.Ids.Select(id => cut.Kept[id]));
            Assert.Equal(before.Offsets, after.Offsets);
            same++;
        }
        Assert.True(same > corpus.Length, $"{same} lines");
    }
}
