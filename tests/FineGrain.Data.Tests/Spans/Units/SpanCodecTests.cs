using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Core.Spans;
using FineGrain.Data.Batching;
using FineGrain.Data.Spans.Units;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Spans.Units;

public sealed class SpanCodecTests
{
    private static readonly LabelSet labels = new(["LOC", "PER"]);
    private static readonly SpanManifest tags = new() { Head = "crf", Scheme = "bioes" };

    [Theory]
    [InlineData("Ann Lee lives in São Paulo, 北京 too.", "word", "Ann|Lee|lives|in|São|Paulo|,|北京|too|.")]
    [InlineData("张三在北京👍🏽ok", "character", "张|三|在|北|京|👍|🏽|o|k")]
    public void Units_of_words_and_characters_are_their_tokens(string text, string kind, string expected)
    {
        var encoded = Encoder(kind, [text], "tokens").Encode(text);
        Assert.Equal(expected, string.Join('|', encoded.Units.Select(u => text[u.Start..u.End])));
    }

    [Fact]
    public void Pieces_of_one_word_are_one_unit_and_each_Chinese_character_is_one()
    {
        var encoder = Encoder("wordpiece", ["unbelievable unbeliever able 北京"], "words", vocabulary: 40);
        const string Text = "unbelievable, 北京 é👍";
        var encoded = encoder.Encode(Text);
        Assert.Equal(["unbelievable", ",", "北", "京", "é", "👍"], encoded.Units.Select(u => Text[u.Start..u.End]));
        Assert.True(encoded.Ids.Length > encoded.Units.Length); // the first word has several pieces, and special tokens have no unit
        Assert.Equal(-1, encoded.TokenUnits[0]);
        Assert.Equal(-1, encoded.TokenUnits[^1]);
    }

    [Fact]
    public void Units_count_in_the_original_text_whatever_cleaning_took_out()
    {
        const string Text = "Ａｎｎ \u200b&amp; Bob";
        var encoder = new ExampleEncoder(Words([Text, "Ann & Bob"]), new() { MaxLength = 16, SpecialTokens = false, Units = "tokens", Clean = new() { FullWidth = true, HtmlEntities = true } });
        Assert.Equal(["Ａｎｎ", "&amp;", "Bob"], encoder.Encode(Text).Units.Select(u => Text[u.Start..u.End]));
    }

    [Fact]
    public void A_span_inside_a_unit_grows_to_it_and_one_behind_a_truncation_is_left_out()
    {
        const string Text = "Paris-based Ann met Bob";
        Offset[] units = [new(0, 11), new(12, 15), new(16, 19)]; // Bob was cut off
        var codec = new SpanCodec(tags, labels);
        var example = new Example { Id = "1", Text = Text, Entities = [new(0, 5, "LOC"), new(12, 15, "PER"), new(20, 23, "PER")] };
        Assert.Equal([new UnitSpan(1, 2, 1), new UnitSpan(0, 1, 0)], codec.Encode(example, units).OrderByDescending(s => s.Start));
        Assert.Equal((1, 3), codec.Reachable(example, units));
        Assert.Empty(codec.Encode(example with { Entities = [new(16, 23, "PER")] }, units)); // half of it was cut off
        Assert.Empty(codec.Encode(example, []));
    }

    [Fact]
    public void Tags_keep_the_longer_of_two_spans_and_a_table_of_stretches_both()
    {
        const string Text = "Bank of China";
        Offset[] units = [new(0, 4), new(5, 7), new(8, 13)];
        var example = new Example { Id = "1", Text = Text, Entities = [new(0, 13, "PER"), new(8, 13, "LOC")] };
        Assert.Equal([new UnitSpan(0, 3, 1)], new SpanCodec(tags, labels).Encode(example, units));
        var table = new SpanCodec(new() { Head = "biaffine" }, labels).Targets([example], [Encoded(units)], width: 4);
        Assert.Equal([0, 0, 2, -100, -100, 0, 0, -100, -100, -100, 1, -100, -100, -100, -100, -100], table);
    }

    [Fact]
    public void Targets_say_the_scheme_and_ignore_padding()
    {
        Offset[] units = [new(0, 3), new(4, 7), new(8, 10)];
        var example = new Example { Id = "1", Text = "Ann Lee is", Entities = [new(0, 7, "PER")] };
        Assert.Equal([5, 7, 0, -100], new SpanCodec(tags, labels).Targets([example], [Encoded(units)], width: 4)); // B-PER E-PER O
        Assert.Equal([3, 4, 0, -100], new SpanCodec(tags with { Scheme = "iob2" }, labels).Targets([example], [Encoded(units)], width: 4));
    }

    [Fact]
    public void A_text_without_tokens_has_no_unit_and_goes_through_a_batch()
    {
        var encoder = Encoder("word", ["a b"], "tokens");
        var batch = Collator.For(encoder).Collate([encoder.Encode(""), encoder.Encode("  \n ")], [0, 1]);
        Assert.Equal([0, 0], batch.UnitCounts);
        Assert.Equal(1, batch.Units);
    }

    private static EncodedExample Encoded(Offset[] units) => new() { Ids = [1], TypeIds = [0], Offsets = [], NgramIds = [], Units = units };

    private static Tokenizer Words(string[] texts) => TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word", Lowercase = false }, texts);

    private static ExampleEncoder Encoder(string kind, string[] texts, string units, int vocabulary = 1000) =>
        new(TokenizerTrainer.Train(new TokenizerRecipe { Kind = kind, Lowercase = false, VocabularySize = vocabulary }, texts), new() { MaxLength = 64, SpecialTokens = units == "words", Units = units });
}
