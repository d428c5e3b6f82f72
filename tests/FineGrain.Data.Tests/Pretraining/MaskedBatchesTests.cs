using FineGrain.Core.Recipes;
using FineGrain.Data.Pretraining;

namespace FineGrain.Data.Tests.Pretraining;

public sealed class MaskedBatchesTests
{
    private const int Mask = 4, Special = 5;
    private static readonly TokenizedTexts texts = Texts();

    [Fact]
    public void Fifteen_of_a_hundred_tokens_are_predicted_and_eight_of_ten_of_them_masked()
    {
        var (all, predicted, masked, same) = (0, 0, 0, 0);
        foreach (var batch in new MaskedBatches(texts, Recipe(), masks: true).Epoch(0))
            for (var i = 0; i < batch.InputIds.Length; i++)
            {
                all += (int)batch.AttentionMask[i];
                if (batch.Targets[i] < 0) continue;
                Assert.Equal(1, batch.AttentionMask[i]);
                predicted++;
                if (batch.InputIds[i] == Mask) masked++;
                else if (batch.InputIds[i] == (long)batch.Targets[i]) same++;
                else Assert.InRange(batch.InputIds[i], Special, texts.Tokenizer.VocabularySize - 1);
            }
        Assert.Equal(0.15, (double)predicted / all, 0.03); // at least one of a short text
        Assert.Equal(0.8, (double)masked / predicted, 0.03);
        Assert.Equal(0.1, (double)same / predicted, 0.03);
    }

    [Fact]
    public void Where_nothing_must_be_masked_every_token_is_predicted_and_none_is_changed()
    {
        foreach (var batch in new MaskedBatches(texts, Recipe(), masks: false).Epoch(0))
            for (var i = 0; i < batch.InputIds.Length; i++) Assert.Equal(batch.AttentionMask[i] == 1 ? batch.InputIds[i] : -100, batch.Targets[i]);
    }

    [Fact]
    public void Every_text_is_read_once_an_epoch_whatever_its_length()
    {
        var read = new MaskedBatches(texts, Recipe(), masks: false).Epoch(3).Sum(b => b.Tokens);
        var alone = Enumerable.Range(0, texts.Starts.Length - 1).Count(t => texts.Starts[t + 1] - texts.Starts[t] == 1);
        Assert.Equal(texts.Ids.Length - alone, read);
    }

    [Fact]
    public void Epochs_differ_and_each_is_the_same_again()
    {
        var batches = new MaskedBatches(texts, Recipe(), masks: true);
        Assert.Equal(batches.Epoch(1)[0].InputIds, batches.Epoch(1)[0].InputIds);
        Assert.NotEqual(batches.Epoch(0)[0].InputIds, batches.Epoch(1)[0].InputIds);
    }

    [Fact]
    public void Special_tokens_stand_around_a_stretch_and_are_not_predicted()
    {
        var recipe = Recipe() with { Tokenizer = new() { SpecialTokens = true } };
        foreach (var batch in new MaskedBatches(texts, recipe, masks: false).Epoch(0))
        {
            Assert.True(batch.Length <= recipe.Masking.Length);
            for (var row = 0; row < batch.Rows; row++)
            {
                var last = (int)batch.AttentionMask.AsSpan(row * batch.Length, batch.Length).LastIndexOf(1L);
                Assert.Equal((2, 3), (batch.InputIds[row * batch.Length], batch.InputIds[(row * batch.Length) + last]));
                Assert.Equal((-100, -100), (batch.Targets[row * batch.Length], batch.Targets[(row * batch.Length) + last]));
            }
        }
    }

    [Fact]
    public void Texts_are_held_back_whole_and_never_learned_from()
    {
        var (kept, held) = texts.HoldBack(tokens: 200, seed: 1);
        Assert.InRange(held.Ids.Length, 150, 200);
        Assert.Equal(texts.Ids.Length, kept.Ids.Length + held.Ids.Length);
        var learned = Split(kept).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(Split(held), learned.Contains);
    }

    private static IEnumerable<string> Split(TokenizedTexts some) => Enumerable.Range(0, some.Starts.Length - 1).Select(t => string.Join(' ', some.Ids[some.Starts[t]..some.Starts[t + 1]]));

    private static EncoderPretrainRecipe Recipe() => new() { Masking = new() { Length = 24 }, Tokenizer = new() { SpecialTokens = false }, Training = new() { BatchSize = 8 } };

    /// <summary>600 different texts of 1 to 60 words.</summary>
    private static TokenizedTexts Texts()
    {
        var random = new Random(1);
        return TokenizedTexts.Of(new() { Kind = "word" }, [.. Enumerable.Range(0, 600).Select(i => string.Join(' ', Enumerable.Range(0, 1 + (i % 60)).Select(_ => $"w{random.Next(400)}")))]);
    }
}
