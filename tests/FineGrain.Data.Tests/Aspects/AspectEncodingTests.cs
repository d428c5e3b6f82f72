using CsCheck;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Aspects;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Aspects;

public sealed class AspectEncodingTests
{
    private const string Text = "the battery life is great , the screen is not";
    private static readonly Tokenizer Words = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, [Text]);

    [Theory]
    [InlineData("marked", "[CLS] the [T] battery life [/T] is great , the screen is not [SEP]", "00111100000000")]
    [InlineData("masked", "[CLS] the [T] is great , the screen is not [SEP]", "00100000000")]
    [InlineData("located", "[CLS] the battery life is great , the screen is not [SEP]", "001100000000")]
    [InlineData("pair", "[CLS] the battery life is great , the screen is not [SEP] battery life [SEP]", "000000000000111")]
    public void The_aspect_enters_as(string encoding, string tokens, string types)
    {
        var (tokenizer, encoder) = Encoder(encoding);
        var encoded = encoder.EncodeAspect(Text, Aspect("battery life"));
        Assert.Equal(tokens, string.Join(' ', encoded.Ids.Select(tokenizer.TokenOf)));
        Assert.Equal(types, string.Concat(encoded.TypeIds));
    }

    [Fact]
    public void Offsets_slice_the_original_around_the_markers()
    {
        var (tokenizer, encoder) = Encoder("marked");
        var encoded = encoder.EncodeAspect(Text, Aspect("screen"));
        var place = Array.IndexOf(encoded.Ids, tokenizer.IdOf(AspectMarkers.Open)!.Value);
        Assert.Equal("screen", encoded.Offsets[place + 1].Slice(Text).ToString());
        Assert.Equal(0, encoded.Offsets[place].Length);
    }

    [Fact]
    public void A_text_that_spells_a_marker_does_not_get_its_id()
    {
        var (tokenizer, encoder) = Encoder("marked");
        var open = tokenizer.IdOf(AspectMarkers.Open)!.Value;
        var encoded = encoder.EncodeAspect("[T] the screen [/T]", new(8, 14, ""));
        Assert.Single(encoded.Ids, id => id == open);
        Assert.Equal("screen", encoded.Offsets[Array.IndexOf(encoded.Ids, open) + 1].Slice("[T] the screen [/T]").ToString());
    }

    [Fact]
    public void A_long_text_is_cut_around_its_aspect()
    {
        var text = $"{string.Join(' ', Enumerable.Repeat("is", 200))} battery {string.Join(' ', Enumerable.Repeat("not", 200))}";
        var (tokenizer, encoder) = Encoder("marked", maxLength: 11);
        var encoded = encoder.EncodeAspect(text, new(600, 607, ""));
        Assert.Equal("[CLS] is is is [T] battery [/T] not not not [SEP]", string.Join(' ', encoded.Ids.Select(tokenizer.TokenOf)));
    }

    [Fact]
    public void Two_aspects_of_one_text_have_different_ngrams_and_share_those_of_the_text()
    {
        var recipe = new NgramRecipe { Words = 1, Buckets = 1 << 20 };
        var (_, encoder) = Encoder("marked", recipe);
        var whole = Encoder("located", recipe, clauseWords: 0).Encoder.EncodeAspect(Text, null).NgramIds;
        var battery = encoder.EncodeAspect(Text, Aspect("battery life")).NgramIds;
        var screen = encoder.EncodeAspect(Text, Aspect("screen")).NgramIds;
        Assert.Subset(battery.ToHashSet(), whole.ToHashSet());
        Assert.Subset(screen.ToHashSet(), whole.ToHashSet());
        Assert.NotEqual(battery, screen);
    }

    [Fact]
    public void No_text_and_no_span_makes_it_throw_and_the_aspect_stays_in_the_row() => Gen.Select(Gen.String, Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 2].Select(i => new[] { "marked", "masked", "located" }[i])).Sample((text, a, b, encoding) =>
    {
        var (start, end) = (Math.Min(Math.Min(a, b), text.Length), Math.Min(Math.Max(a, b), text.Length));
        var (tokenizer, encoder) = Encoder(encoding, new NgramRecipe { Words = 2, Buckets = 64 }, maxLength: 9);
        var encoded = encoder.EncodeAspect(text, new(start, end, ""));
        Assert.InRange(encoded.Ids.Length, 1, 9);
        Assert.Equal((encoded.Ids.Length, encoded.Ids.Length), (encoded.TypeIds.Length, encoded.Offsets.Length));
        Assert.All(encoded.Offsets, o => Assert.InRange(o.End, o.Start, text.Length));
        if (encoding != "located") Assert.Contains(tokenizer.IdOf(AspectMarkers.Open)!.Value, encoded.Ids);
    }, iter: 200);

    private static Span Aspect(string term) => new(Text.IndexOf(term, StringComparison.Ordinal), Text.IndexOf(term, StringComparison.Ordinal) + term.Length, "positive");

    private static (Tokenizer Tokenizer, ExampleEncoder Encoder) Encoder(string encoding, NgramRecipe? ngrams = null, int maxLength = 32, int clauseWords = 3)
    {
        var aspects = new AspectRecipe { Encoding = encoding, ClauseWords = clauseWords };
        var tokenizer = AspectMarkers.In(Words, aspects);
        return (tokenizer, new(tokenizer, new EncodingManifest { MaxLength = maxLength, Ngrams = ngrams, Aspects = aspects }));
    }
}
