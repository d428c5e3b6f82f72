using CsCheck;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Tokenization;

public sealed class OffsetTests
{
    private static readonly string[] Parts =
    [
        "a", "Word", " ", "\n", "\t", "\r\n", "é", "e\u0301", "\u0301", "\u0323", "好", "很", "，", "！", "!", "?", "'", "n't", "😀", "👍🏽", "\u200d", "\ufe0f", "\ud83d", "\ude00", "Σ", "Σα", "İ",
        "ﬃ", "½", "한", "１", "\0", "\u00ad", "\ufffd", "𠮷", "ẋ̣", "[MASK]", "[SEP]", "▁", "$", "`", "\u3000", "ｶﾞ", "豈", "\u0344",
    ];

    private static readonly Gen<string> Hostile = Gen.Int[0, Parts.Length - 1].Select(i => Parts[i]).Array[0, 16].Select(string.Concat);

    private static readonly Tokenizer[] Kinds =
    [
        .. ((string[])["word", "character", "wordpiece", "bpe", "unigram"]).Select(kind =>
            TokenizerTrainer.Train(new TokenizerRecipe { Kind = kind, VocabularySize = 1500, StripAccents = true }, Golden.Samples("*.dev.jsonl"))),
    ];

    [Fact]
    public void Every_span_lies_in_the_text_never_goes_back_and_never_cuts_a_surrogate_pair() => Hostile.Sample(text =>
    {
        foreach (var tokenizer in Kinds)
        {
            var encoding = tokenizer.Encode(text, options: new() { SpecialTokens = false });
            var last = new Offset(0, 0);
            foreach (var offset in encoding.Offsets)
            {
                Assert.InRange(offset.Start, last.Start, text.Length);
                Assert.InRange(offset.End, Math.Max(last.End, offset.Start), text.Length);
                Assert.False(IsInsidePair(text, offset.Start) || IsInsidePair(text, offset.End));
                last = offset;
            }
        }
    }, iter: 5_000);

    [Fact]
    public void One_pass_gives_what_the_stages_give()
    {
        var fast = Kinds[2];
        var staged = new Tokenizer(fast.Stages, allowsFastPass: false);
        Hostile.Sample(text =>
        {
            Encoding a = fast.Encode(text), b = staged.Encode(text);
            return a.Ids.SequenceEqual(b.Ids) && a.Offsets.SequenceEqual(b.Offsets);
        }, iter: 20_000);
    }

    [Fact]
    public void Encoding_a_span_again_gives_the_same_token()
    {
        // Words and single characters do not depend on what stands around them.
        foreach (var tokenizer in Kinds[..2])
            foreach (var text in Golden.Samples("*.test.jsonl").Take(100))
            {
                var encoding = tokenizer.Encode(text, options: new() { SpecialTokens = false });
                for (var i = 0; i < encoding.Length; i++)
                    if (encoding.Offsets[i].Slice(text).ToString() is var slice && !string.IsNullOrWhiteSpace(slice))
                        Assert.Equal([encoding.Ids[i]], tokenizer.Encode(slice, options: new() { SpecialTokens = false }).Ids);
            }
    }

    [Theory]
    [InlineData("cafe\u0301 ok", "cafe\u0301|ok")]
    [InlineData("북경 ok", "북경|ok")]
    [InlineData("a\u200db\ud83dc ok", "a\u200db\ud83dc|ok")]
    public void A_word_is_covered_with_its_accents_and_dropped_characters(string text, string expected)
    {
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word", StripAccents = true }, [text]);
        var encoding = tokenizer.Encode(text, options: new() { SpecialTokens = false });
        Assert.Equal(expected.Split('|'), encoding.Offsets.Select(o => o.Slice(text).ToString()));
    }

    [Theory]
    [InlineData("longest_first", 9, "[CLS] a b c [SEP] v w x [SEP]")]
    [InlineData("only_first", 8, "[CLS] a [SEP] v w x y [SEP]")]
    [InlineData("only_second", 9, "[CLS] a b c d e [SEP] v [SEP]")]
    public void Pairs_are_truncated_by_the_strategy(string strategy, int length, string expected)
    {
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, ["a b c d e v w x y"]);
        var encoding = tokenizer.Encode("a b c d e", "v w x y", new() { MaxLength = length, Truncation = strategy });
        Assert.Equal(expected, string.Join(' ', encoding.Tokens));
        var pair = encoding.Tokens.AsSpan().IndexOf("[SEP]") + 1;
        Assert.All(encoding.TypeIds.Select((type, i) => (type, i)), t => Assert.Equal(t.i >= pair ? 1 : 0, t.type));
        Assert.Equal(encoding.Special, encoding.Sequence.Select(s => s == -1));
    }

    [Fact]
    public void Head_and_tail_keep_a_quarter_and_the_rest()
    {
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, ["a b c d e f g h i j k l"]);
        var encoding = tokenizer.Encode("a b c d e f g h i j k l", options: new() { MaxLength = 10, Truncation = "head_tail" });
        Assert.Equal("[CLS] a b g h i j k l [SEP]", string.Join(' ', encoding.Tokens));
        Assert.Throws<InputException>(() => tokenizer.Encode("a b", options: new() { MaxLength = 1 }));
    }

    private static bool IsInsidePair(string text, int at) => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
}
