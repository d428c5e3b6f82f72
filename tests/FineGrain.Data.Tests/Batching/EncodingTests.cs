using CsCheck;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Batching;

public sealed class EncodingTests
{
    private static readonly string[] Texts = ["good film , really good", "bad film", "不好 看", "it is a fine day today and we like it"];
    private static readonly Tokenizer Words = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, Texts);

    private static ExampleEncoder Encoder(NgramRecipe? ngrams = null, CleanRecipe? clean = null, int maxLength = 32, bool special = true) =>
        new(Words, new EncodingManifest { MaxLength = maxLength, Ngrams = ngrams, Clean = clean ?? new CleanRecipe(), SpecialTokens = special });

    [Fact]
    public void Offsets_slice_the_original_through_cleaning()
    {
        const string text = "ＧＯＯＤ\u200B &amp;  film";
        var encoded = Encoder(clean: new CleanRecipe { HtmlEntities = true, FullWidth = true, Whitespace = true }).Encode(text);
        var slices = encoded.Offsets.Where(o => o.Length > 0).Select(o => o.Slice(text).ToString());
        Assert.Equal(["ＧＯＯＤ", "&amp;", "film"], slices);
        Assert.Contains(Words.IdOf("good")!.Value, encoded.Ids);
    }

    [Fact]
    public void An_empty_text_is_one_unknown_token_without_special_tokens()
    {
        var encoded = Encoder(special: false).Encode(" ");
        Assert.Equal([Words.IdOf("[UNK]")!.Value], encoded.Ids);
        Assert.Single(encoded.Offsets);
    }

    [Fact]
    public void Ngrams_are_unique_sorted_within_the_buckets_and_cover_what_truncation_leaves_out()
    {
        var recipe = new NgramRecipe { Words = 2, Characters = 3, Buckets = 1 << 16 };
        Gen.String.Sample(text =>
        {
            var ids = Encoder(recipe).Encode(text).NgramIds;
            Assert.Equal(ids.Distinct().Order(), ids);
            Assert.All(ids, id => Assert.InRange(id, 1, recipe.Buckets - 1));
        }, iter: 300);
        var words = new NgramRecipe { Words = 2, Buckets = 1 << 16 };
        Assert.Equal(Encoder(words).Encode(Texts[3]).NgramIds, Encoder(words, maxLength: 4).Encode(Texts[3]).NgramIds);
        Assert.Equal(9 + 9, Encoder(words).Encode(Texts[3]).NgramIds.Length); // 10 words, "it" twice; 9 pairs
    }

    [Fact]
    public void Character_ngrams_fold_case_and_white_space()
    {
        var encoder = Encoder(new NgramRecipe { Characters = 4, MinCharacters = 2, Buckets = 1 << 16 });
        Assert.Equal(encoder.Encode("Good  Film").NgramIds, encoder.Encode("good film ").NgramIds);
        Assert.NotEqual(encoder.Encode("good film").NgramIds, encoder.Encode("goodfilm").NgramIds);
        // " ab ": 2-grams " a" "ab" "b ", 3-grams " ab" "ab ", 4-gram " ab "
        Assert.Equal(6, encoder.Encode("ab").NgramIds.Length);
    }

    [Fact]
    public void A_pair_has_ngrams_of_its_own()
    {
        var encoder = Encoder(new NgramRecipe { Words = 1, Buckets = 1 << 16 });
        Assert.Equal(2, encoder.Encode("good", "good").NgramIds.Length);
    }

    [Fact]
    public void A_batch_is_padded_to_its_longest_row()
    {
        var encoder = Encoder(new NgramRecipe { Words = 1 });
        var rows = Texts[..2].Select(t => encoder.Encode(t)).ToArray();
        var batch = new Collator(encoder.PaddingId).Collate(rows, [7, 3]);
        Assert.Equal((2, 7, 11), (batch.Rows, batch.Length, batch.Tokens));
        Assert.Equal([.. rows[1].Ids.Select(i => (long)i), 0, 0, 0], batch.InputIds[7..]);
        Assert.Equal([1, 1, 1, 1, 0, 0, 0], batch.AttentionMask[7..]);
        Assert.Equal([7, 3], batch.Indices);
        Assert.Equal((4, 0L), (batch.NgramLength, batch.NgramIds[^1]));
    }
}
