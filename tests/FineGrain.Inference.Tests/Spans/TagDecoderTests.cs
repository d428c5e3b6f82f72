using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Inference.Spans;

namespace FineGrain.Inference.Tests.Spans;

public sealed class TagDecoderTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (var scheme in new[] { "iob2", "bioes" })
                for (var units = 1; units <= 5; units++)
                    for (var seed = 0; seed < 6; seed++) cases.Add(scheme, units, seed);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Spans_and_their_probabilities_are_those_of_adding_up_every_sequence(string scheme, int units, int seed)
    {
        var tags = new TagSet(scheme, ["PER", "LOC"]);
        var emissions = Numbers(seed, units * tags.Count, 3);
        var scores = Numbers(seed + 100, (tags.Count + 2) * tags.Count, 1.5f);
        double Score(IReadOnlyList<int> y) => (double)scores[(tags.Count * tags.Count) + y[0]] + scores[((tags.Count + 1) * tags.Count) + y[^1]]
            + y.Select((tag, t) => (double)emissions[(t * tags.Count) + tag]).Sum() + Enumerable.Range(1, y.Count - 1).Sum(t => (double)scores[(y[t - 1] * tags.Count) + y[t]]);
        var all = Sequences(tags, units).Select(y => (Spans: tags.Decode(y), Score: Score(y))).ToArray();
        var expected = all.MaxBy(s => s.Score).Spans;
        var sum = all.Sum(s => Math.Exp(s.Score));

        var decoded = new TagDecoder(tags, scores).Decode(emissions, units);

        Assert.Equal(expected, decoded.Select(d => d.Span));
        foreach (var (span, score) in decoded) Assert.Equal(Share(span), score, 1e-9);
        UnitSpan[] any = [.. from start in Enumerable.Range(0, units) from end in Enumerable.Range(start + 1, units - start) from label in Enumerable.Range(0, 2) select new UnitSpan(start, end, label)];
        foreach (var (span, probability) in any.Zip(new TagDecoder(tags, scores).Probabilities(emissions, units, any))) Assert.Equal(Share(span), probability, 1e-9);

        double Share(UnitSpan span) => all.Where(s => s.Spans.Contains(span)).Sum(s => Math.Exp(s.Score)) / sum;
    }

    [Theory, InlineData("iob2"), InlineData("bioes")]
    public void No_logits_make_a_sequence_that_the_scheme_forbids(string scheme)
    {
        var tags = new TagSet(scheme, ["PER", "LOC", "ORG"]);
        var decoder = new TagDecoder(tags, new float[(tags.Count + 2) * tags.Count]); // what the scheme forbids need not be said
        for (var seed = 0; seed < 40; seed++)
        {
            const int units = 17;
            var spans = decoder.Decode(Numbers(seed, units * tags.Count, 2e4f), units);
            // What can be encoded again and read as the same spans keeps the scheme.
            Assert.Equal(spans.Select(s => s.Span), tags.Decode(tags.Encode(spans.Select(s => s.Span), units)));
            Assert.All(spans, s => Assert.InRange(s.Score, 0, 1));
        }
    }

    [Fact]
    public void A_tag_of_a_million_cannot_stand_where_the_scheme_forbids_it()
    {
        var tags = new TagSet("bioes", ["PER"]); // O B I E S
        var decoder = new TagDecoder(tags, tags.Rules());
        Assert.Equal([new(0, 1, 0)], decoder.Decode([0, 0, 1e6f, 1e6f, 1], 1).Select(s => s.Span));
        Assert.Equal([new(0, 3, 0)], decoder.Decode([0, 0, 0, 0, 0, 0, 0, 1e6f, 0, 0, 0, 0, 0, 0, 0], 3).Select(s => s.Span));
    }

    [Fact]
    public void A_text_without_units_has_no_spans()
    {
        var tags = new TagSet("iob2", ["PER"]);
        Assert.Empty(new TagDecoder(tags, tags.Rules()).Decode([], 0));
    }

    [Fact]
    public void Of_equal_sequences_the_one_with_the_first_tags_is_taken()
    {
        var tags = new TagSet("iob2", ["PER", "LOC"]);
        var decoder = new TagDecoder(tags, tags.Rules());
        Assert.Empty(decoder.Decode(new float[4 * tags.Count], 4)); // all alike: O
        Assert.Equal([new(0, 1, 0)], decoder.Decode([0, 5, 0, 5, 0], 1).Select(s => s.Span)); // B-PER as good as B-LOC
    }

    /// <summary>Span (0, 1) of the only label: S against O, logits 0 and log 3.</summary>
    [Fact]
    public void A_span_of_one_unit_has_the_probability_of_its_softmax()
    {
        var tags = new TagSet("bioes", ["PER"]);
        var (span, score) = Assert.Single(new TagDecoder(tags, tags.Rules()).Decode([0, 9, 9, 9, MathF.Log(3)], 1));
        Assert.Equal(new UnitSpan(0, 1, 0), span);
        Assert.Equal(0.75, score, 1e-7);
    }

    [Fact]
    public void Ten_thousand_units_are_decoded_as_their_parts()
    {
        var tags = new TagSet("iob2", ["PER", "LOC"]);
        var decoder = new TagDecoder(tags, tags.Rules());
        float[] part = [.. Numbers(3, 6 * tags.Count, 4), 60, 0, 0, 0, 0]; // a sure O between the parts
        var one = decoder.Decode(part, 7);
        var many = decoder.Decode([.. Enumerable.Repeat(part, 1_430).SelectMany(p => p)], 7 * 1_430);
        Assert.NotEmpty(one);
        Assert.Equal(Enumerable.Range(0, 1_430).SelectMany(i => one.Select(s => s.Span with { Start = s.Span.Start + (7 * i), End = s.Span.End + (7 * i) })), many.Select(s => s.Span));
        // Sums over ten thousand units are large logarithms, whose differences keep eight digits.
        Assert.All(many.Zip(Enumerable.Repeat(one, 1_430).SelectMany(s => s)), pair => Assert.Equal(pair.Second.Score, pair.First.Score, 1e-7));
    }

    [Fact]
    public void No_number_is_an_error_with_a_remedy()
    {
        var tags = new TagSet("iob2", ["PER"]);
        Assert.Contains("the network answers NaN", Assert.Throws<InputException>(() => new TagDecoder(tags, tags.Rules()).Decode([0, float.NaN, 0], 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_logits_or_scores_is_a_bug_of_the_caller()
    {
        var tags = new TagSet("iob2", ["PER"]);
        Assert.Throws<ArgumentException>(() => new TagDecoder(tags, tags.Rules()).Decode([0, 0], 1));
        Assert.Throws<ArgumentException>(() => new TagDecoder(tags, [0, 0]));
    }

    /// <summary>Numbers in ±size without a pattern, the same on every machine.</summary>
    private static float[] Numbers(int seed, int count, float size) => [.. Enumerable.Range(0, count).Select(i => size * (float)Math.Sin((i + (37 * seed)) * 12.9898))];

    private static IEnumerable<int[]> Sequences(TagSet tags, int units)
    {
        IEnumerable<int[]> from = Enumerable.Range(0, tags.Count).Where(tags.MayStart).Select(k => new[] { k });
        for (var t = 1; t < units; t++) from = [.. from.SelectMany(y => Enumerable.Range(0, tags.Count).Where(k => tags.MayFollow(y[^1], k)).Select(k => (int[])[.. y, k]))];
        return from.Where(y => tags.MayEnd(y[^1]));
    }
}
