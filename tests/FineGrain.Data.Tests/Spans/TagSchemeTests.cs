using CsCheck;
using FineGrain.Core;
using FineGrain.Data.Spans.Tags;

namespace FineGrain.Data.Tests.Spans;

public sealed class TagSchemeTests
{
    public static TheoryData<string> Names => [.. TagScheme.All.Select(s => s.Name)];

    [Theory]
    [InlineData("iob1", "I-PER I-PER O I-LOC B-LOC I-ORG", "0-2 PER,3-4 LOC,4-5 LOC,5-6 ORG")]
    [InlineData("iob2", "B-PER I-PER O B-LOC B-LOC B-ORG", "0-2 PER,3-4 LOC,4-5 LOC,5-6 ORG")]
    [InlineData("bmes", "B-PER E-PER O S-LOC S-LOC S-ORG", "0-2 PER,3-4 LOC,4-5 LOC,5-6 ORG")]
    [InlineData("bmes", "B-PER M-PER E-PER", "0-3 PER")]
    [InlineData("bioes", "B-PER I-PER E-PER S-PER", "0-3 PER,3-4 PER")]
    [InlineData("bilou", "B-PER I-PER L-PER U-PER", "0-3 PER,3-4 PER")]
    [InlineData("io", "PER PER O LOC ORG", "0-2 PER,3-4 LOC,4-5 ORG")]
    [InlineData("io", "I-PER I-PER O I-LOC", "0-2 PER,3-4 LOC")]
    public void A_clean_sequence_is_read_without_breaks(string scheme, string tags, string spans)
    {
        var reading = TagScheme.Named(scheme).Decode(Parse(tags));
        Assert.Equal(spans, Show(reading));
        Assert.Empty(reading.Breaks);
    }

    [Theory]
    [InlineData("iob2", "O I-PER I-PER", "1-3 PER", "O B-PER I-PER")]
    [InlineData("iob2", "B-LOC I-PER O", "0-1 LOC,1-2 PER", "B-LOC B-PER O")]
    [InlineData("iob1", "O B-PER I-PER", "1-3 PER", "O I-PER I-PER")]
    [InlineData("bmes", "B-PER M-PER O", "0-2 PER", "B-PER E-PER O")]
    [InlineData("bmes", "O E-PER S-LOC", "1-2 PER,2-3 LOC", "O S-PER S-LOC")]
    [InlineData("bmes", "B-PER O M-PER", "0-1 PER,2-3 PER", "S-PER O S-PER")]
    [InlineData("bioes", "B-PER I-LOC E-LOC", "0-1 PER,1-3 LOC", "S-PER B-LOC E-LOC")]
    [InlineData("bioes", "E-PER E-PER", "0-1 PER,1-2 PER", "S-PER S-PER")]
    public void A_broken_sequence_is_read_as_conlleval_reads_it_and_the_repair_says_the_same_cleanly(string scheme, string tags, string spans, string repaired)
    {
        var found = Parse(tags);
        var reading = TagScheme.Named(scheme).Decode(found);
        Assert.Equal(spans, Show(reading));
        foreach (var at in reading.Breaks) found[at.Token] = at.Repair;
        Assert.Equal(repaired, string.Join(' ', found));
        Assert.Empty(TagScheme.Named(scheme).Decode(found).Breaks);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Spans_come_back_from_their_tags(string name)
    {
        var scheme = TagScheme.Named(name);
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3], Gen.Char["PLO"]).Array[0, 8].Sample(parts =>
        {
            var (spans, at) = (new List<Span>(), 0);
            foreach (var (gap, length, type) in parts)
            {
                // io and a neighbour of the same type melt together: that is the scheme, not the codec.
                var from = at + (name == "io" ? gap + 1 : gap);
                spans.Add(new Span(from, at = from + length, $"{type}"));
            }
            var reading = scheme.Decode(scheme.Encode(spans, at + 1));
            return reading.Breaks.Count == 0 && reading.Spans.SequenceEqual(spans);
        }, seed: "0000000000000");
    }

    [Fact]
    public void Overlapping_spans_and_spans_beyond_the_sentence_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TagScheme.Iob2.Encode([new(0, 2, "A"), new(1, 3, "B")], 3));
        Assert.Throws<ArgumentException>(() => TagScheme.Iob2.Encode([new(2, 4, "A")], 3));
    }

    [Theory]
    [InlineData("I-PER O|I-LOC B-LOC", "iob1")]
    [InlineData("B-PER I-PER|O B-LOC", "iob2")]
    [InlineData("B-PER M-PER E-PER|S-LOC", "bmes")]
    [InlineData("B-PER E-PER|S-LOC", "bioes")]
    [InlineData("B-PER I-PER E-PER|S-LOC", "bioes")]
    [InlineData("B-PER L-PER|U-LOC", "bilou")]
    [InlineData("PER PER O|LOC", "io")]
    [InlineData("I-PER I-PER|O I-LOC", "iob1")]
    [InlineData("B-PER O|I-LOC", null)]
    [InlineData("B-PER E-PER|U-LOC", null)]
    [InlineData("B-PER PER", null)]
    public void The_scheme_is_found_from_its_witnesses_or_not_at_all(string sentences, string? scheme)
    {
        var evidence = new SchemeEvidence();
        foreach (var sentence in sentences.Split('|')) evidence.Add(Parse(sentence));
        var (found, reason) = evidence.Conclude();
        Assert.Equal(scheme, found?.Name);
        Assert.NotEmpty(reason);
    }

    private static Tag[] Parse(string tags) => [.. tags.Split(' ').Select(Tag.Parse)];

    private static string Show(TagReading reading) => string.Join(',', reading.Spans.Select(s => $"{s.Start}-{s.End} {s.Label}"));
}
