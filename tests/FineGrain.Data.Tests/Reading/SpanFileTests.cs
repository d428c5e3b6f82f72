using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Tests.Reading;

/// <summary>Column files and CLUENER JSON as texts with spans.</summary>
public sealed class SpanFileTests
{
    [Theory]
    [InlineData("conll2003", "eng.train.gz", " ", false, 14041, 23499)]
    [InlineData("conll2003", "eng.testa.gz", " ", false, 3250, 5942)]
    [InlineData("conll2003", "eng.testb.gz", " ", false, 3453, 5648)]
    [InlineData("wnut17", "train.conll.gz", " ", false, 3394, 1975)]
    [InlineData("wnut17", "dev.conll.gz", " ", false, 1009, 836)]
    [InlineData("wnut17", "test.conll.gz", " ", false, 1287, 1079)]
    [InlineData("weibo-ner", "weiboNER_2nd_conll.train.gz", "", true, 1350, 1895)]
    [InlineData("weibo-ner", "weiboNER_2nd_conll.test.gz", "", true, 270, 418)]
    [InlineData("resume-ner", "train.char.bmes.gz", "", false, 3821, 13440)]
    [InlineData("resume-ner", "test.char.bmes.gz", "", false, 477, 1630)]
    [InlineData("msra-ner", "msra_test_bio.txt.gz", "", false, 3442, 6190)]
    public void Column_files_give_the_published_counts(string set, string file, string joiner, bool digit, int rows, int spans)
    {
        var examples = RealData.Read(set, new SourceRecipe { Path = file, Format = "conll", Joiner = joiner, PositionDigit = digit, Broken = "repair" }, "spans");
        Assert.Equal(rows, examples.Count);
        Assert.Equal(spans, examples.Sum(e => e.Entities.Count));
        Assert.All(examples.SelectMany(e => e.Entities.Select(s => s.Slice(e.Text))), words => Assert.Equal(words.Trim(), words));
    }

    [Theory]
    [InlineData("train.json.gz", 10748, 23972)]
    [InlineData("dev.json.gz", 1343, 3072)]
    public void Cluener_gives_the_published_counts(string file, int rows, int spans)
    {
        var examples = RealData.Read("cluener", new SourceRecipe { Path = file, Format = "cluener" }, "spans");
        Assert.Equal(rows, examples.Count);
        Assert.Equal(spans, examples.Sum(e => e.Entities.Count));
    }

    [Theory]
    [InlineData("iob1", "EU I-ORG\nrejects O\nU.S. I-LOC\nParis B-LOC\n", "EU/ORG U.S./LOC Paris/LOC")]
    [InlineData("iob2", "New B-LOC\nYork I-LOC\nParis B-LOC\n. O\n", "New York/LOC Paris/LOC")]
    [InlineData("bioes", "New B-LOC\nYork E-LOC\nParis S-LOC\n. O\n", "New York/LOC Paris/LOC")]
    [InlineData("io", "New LOC\nYork LOC\n. O\nJan PER\n", "New York/LOC Jan/PER")]
    public void The_scheme_is_told_from_the_tags(string scheme, string file, string expected)
    {
        var example = Assert.Single(Read(file));
        Assert.Equal(expected, string.Join(' ', example.Entities.Select(s => $"{s.Slice(example.Text)}/{s.Label}")));
        var stated = Assert.Single(Read(file, scheme));
        Assert.Equal(example.Entities, stated.Entities);
    }

    [Theory]
    [InlineData("a B-X\nb I-X\n\nc O\nd I-X\n", "iob2", "t.conll:5: tag 'I-X' follows 'O'; in iob2 a span begins with 'B-'. Mend the line")]
    [InlineData("a B-X\nb O\n", "bioes", "t.conll:2: tag 'O' follows an open span of X")]
    [InlineData("a B-X\n", "bioes", "t.conll:1: the span of X is open at the end")]
    [InlineData("a B-X\nalone\n", "iob2", "t.conll:2: a token and its tag are expected")]
    public void A_broken_sequence_is_named_with_its_line(string file, string scheme, string message) =>
        Assert.StartsWith(message, Assert.Throws<InputException>(() => Read(file, scheme)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_repaired_sequence_loses_no_span()
    {
        var example = Assert.Single(Read("a O\nb I-X\nc I-Y\n", "iob2", "repair"));
        Assert.Equal([new Span(2, 3, "X"), new Span(4, 5, "Y")], example.Entities);
    }

    [Fact]
    public void Chinese_characters_are_joined_by_nothing_and_sliced_by_utf16()
    {
        var source = new SourceRecipe { Path = "t.conll", Format = "conll", Joiner = "" };
        var example = Assert.Single(ExampleReader.Read(source, Stream("𠮷 B-PER\n野 I-PER\n来 O\n"), new() { Target = "spans" }));
        Assert.Equal("𠮷野来", example.Text);
        Assert.Equal([new Span(0, 3, "PER")], example.Entities);
    }

    private static List<Example> Read(string file, string scheme = "auto", string broken = "error") =>
        [.. ExampleReader.Read(new SourceRecipe { Path = "t.conll", Format = "conll", Scheme = scheme, Broken = broken }, Stream(file), new() { Target = "spans" })];

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
