using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Cleaning;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Batching;

/// <summary>A very long text is not encoded whole, and nobody can tell.</summary>
public sealed class LongTextEncodingTests
{
    private static readonly string Story = Of(140_000);
    private static readonly CleanRecipe Clean = new() { HtmlEntities = true, Unicode = "nfkc", FullWidth = true, Whitespace = true };
    private static readonly Tokenizer Words = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, [Story]);
    private static readonly Tokenizer Pieces = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "bpe", VocabularySize = 300 }, [Story[..5_000]]);

    public static TheoryData<string, int> Texts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var text in (string[])
                [
                    Story, Story[..65_537], new string(' ', 80_000) + Story, new string('x', 80_000) + " fine day", $"a {new string('x', 80_000)}", new('\u597d', 90_000),
                    "a b" + new string('\n', 140_000) + "c d", Story.Replace(' ', '\u3000'),
                ])
                foreach (var length in (int[])[64, 8192]) data.Add(text, length);
            return data;
        }
    }

    [Theory, MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void It_has_the_tokens_of_the_whole(string text, int length)
    {
        var clean = new Cleaner(Clean).Clean(text);
        Check(Words, null, "longest_first");
        Check(Words, "fine day", "longest_first");
        Check(Words, "fine day", "only_first");
        Check(Pieces, null, "longest_first");

        void Check(Tokenizer tokenizer, string? pair, string truncation)
        {
            var encoded = new ExampleEncoder(tokenizer, new() { MaxLength = length, Truncation = truncation, Clean = Clean }).Encode(text, pair);
            var whole = tokenizer.Encode(clean.Text, pair, new() { MaxLength = length, Truncation = truncation });
            Assert.Equal(whole.Ids, encoded.Ids);
            Assert.Equal(whole.TypeIds, encoded.TypeIds);
            Assert.Equal(whole.Offsets.Select((o, i) => whole.Sequence[i] == 0 ? clean.ToOriginal(o.Start, o.End) : (o.Start, o.End)), encoded.Offsets.Select(o => (o.Start, o.End)));
        }
    }

    [Theory, InlineData("head_tail", null), InlineData("head_tail", "fine day"), InlineData("only_second", null), InlineData("only_second", "fine day")]
    public void However_it_is_truncated(string truncation, string? pair) =>
        Assert.Equal(Words.Encode(Story, pair, new() { MaxLength = 32, Truncation = truncation }).Ids, new ExampleEncoder(Words, new() { MaxLength = 32, Truncation = truncation }).Encode(Story, pair).Ids);

    [Fact]
    public void A_pair_that_is_longer_still_shortens_it_as_ever()
    {
        var encoded = new ExampleEncoder(Words, new() { MaxLength = 32 }).Encode(Story, Story + Story);
        Assert.Equal(Words.Encode(Story, Story + Story, new() { MaxLength = 32 }).Ids, encoded.Ids);
    }

    [Theory, InlineData(0), InlineData(3), InlineData(100_003), InlineData(-4)]
    public void Its_aspect_has_the_surroundings_that_a_shorter_text_gives_it(int start)
    {
        if (start < 0) start += Story.Length;
        Span aspect = new(start, start + 4, "");
        var (from, to) = (Math.Max(0, start - 5_000), Math.Min(Story.Length, start + 5_000));
        while (from > 0 && Story[from - 1] != ' ') from--;
        foreach (var encoding in (string[])["located", "pair"])
        {
            var encoder = new ExampleEncoder(Words, new() { MaxLength = 40, Aspects = new() { Encoding = encoding } });
            var shorter = encoder.EncodeAspect(Story[from..to], new(start - from, start - from + 4, ""));
            var encoded = encoder.EncodeAspect(Story, aspect);
            Assert.Contains(encoded.Offsets, o => o.Start < aspect.End && o.End > aspect.Start);
            if (encoding == "pair") continue; // its windows are counted from the beginning
            Assert.Equal(shorter.Ids, encoded.Ids);
            Assert.Equal(shorter.TypeIds, encoded.TypeIds);
            Assert.Equal(shorter.Offsets.Select(o => o.Length == 0 ? o : new(o.Start + from, o.End + from)), encoded.Offsets);
        }
    }

    [Fact]
    public void A_far_aspect_of_a_pair_is_seen_and_a_near_one_is_read_as_ever()
    {
        var encoder = new ExampleEncoder(Words, new() { MaxLength = 40, Aspects = new() { Encoding = "pair" } });
        var text = Story[..2_000];
        Assert.Equal(Words.Encode(text, text[..4], new() { MaxLength = 40 }).Ids, encoder.EncodeAspect(text, new(0, 4, "")).Ids);
        var far = encoder.EncodeAspect(text, new(1_500, 1_504, ""));
        Assert.InRange(far.Ids.Length, 20, 40);
        Assert.Contains(far.Offsets, o => o.Start < 1_504 && o.End > 1_500);
        Assert.Contains(far.Offsets, o => o.Start > 1_520);
        Assert.Contains(far.Offsets, o => o.End < 1_480 && o.Start > 1_200);
    }

    private static string Of(int length)
    {
        var (text, random) = (new StringBuilder(), new Random(7));
        while (text.Length < length)
        {
            for (var letters = random.Next(1, 9); letters > 0; letters--) text.Append((char)('a' + random.Next(6)));
            text.Append(random.Next(12) switch { 0 => ". ", 1 => " &amp; ", 2 => "\u3000", 3 => "  ", _ => " " });
        }
        return text.ToString(0, length);
    }
}
