using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Spans;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Spans.Tags;

namespace FineGrain.Data.Tests.Spans;

public sealed class RoundTripTests : IDisposable
{
    private static readonly string[] Formats = ["conll", "span-jsonl", "cluener", "brat", "inline"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Flat annotation that is hard on offsets: emoji, combining marks, right-to-left, tabs, line breaks, markup characters, a span in a word.</summary>
    private static readonly Example[] Entities =
    [
        Of("e1", "Ann Lee lives in New York.", (0, 7, "PER"), (17, 25, "LOC")),
        Of("e2", "😀 王小明在北京大学👩‍👩‍👧读书", (3, 6, "人名"), (7, 11, "ORG")),
        Of("e3", "cafe\u0301 Zoe\u0308 <b>&amp; \"x\"\\", (6, 10, "PER")),
        Of("e4", "  two  spaces\tand\nlines\r\n end ", (7, 13, "X")),
        Of("e5", "שלום ירושלים and مرحبا", (5, 12, "LOC")),
        Of("e6", "unbelievable", (2, 8, "CORE")),
        Of("e7/ü: 1", "nothing here", []),
        Of("e8", "AB", (0, 1, "A"), (1, 2, "A")),
        Of("e9", "# text = a trap", (2, 6, "X")),
        Of("e10", "O B-X -DOCSTART-", (0, 1, "X")),
    ];

    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (var from in Formats) foreach (var to in Formats) data.Add(from, to);
        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_format_of_entities_survives_every_other(string from, string to)
    {
        var first = Through(from, Entities, new());
        var second = Through(to, first, new() { Scheme = TagScheme.Bioes });
        Equal(Entities, second);
    }

    [Theory]
    [InlineData("iob1")]
    [InlineData("iob2")]
    [InlineData("bmes")]
    [InlineData("bioes")]
    [InlineData("bilou")]
    public void Every_scheme_keeps_neighbours_of_one_type_apart(string scheme) =>
        Equal(Entities, Through("conll", Entities, new() { Scheme = TagScheme.Named(scheme) }, new() { Scheme = scheme }));

    [Fact]
    public void Scheme_io_keeps_spans_that_do_not_touch()
    {
        Example[] apart = [.. Entities.Where(e => e.Id != "e8")];
        Equal(apart, Through("conll", apart, new() { Scheme = TagScheme.Io }, new() { Scheme = "io" }));
    }

    [Theory]
    [InlineData("span-jsonl")]
    [InlineData("brat")]
    [InlineData("inline")]
    public void Nested_spans_survive(string format)
    {
        Example[] nested = [Of("n", "Bank of China 的 行长", (0, 13, "ORG"), (8, 13, "LOC"), (8, 13, "GPE"))];
        Equal(nested, Through(format, nested, new()));
    }

    [Theory]
    [InlineData("span-jsonl")]
    [InlineData("brat")]
    public void Crossing_spans_survive(string format)
    {
        Example[] crossing = [Of("n", "abcdef", (0, 4, "X"), (2, 6, "Y"))];
        Equal(crossing, Through(format, crossing, new()));
    }

    [Theory]
    [InlineData("conll", "overlap, which conll cannot say")]
    [InlineData("inline", "cross, and inline marks only nest")]
    public void Crossing_spans_are_refused_where_they_cannot_be_said(string format, string message)
    {
        Example[] examples = [Of("n", "abcdef", (0, 4, "X"), (2, 6, "Y")), Of("ok", "fine", (0, 4, "X"))];
        var lost = new List<string>();
        Assert.Equal(1, SpanFile.Write(format, Path.Combine(folder.Path, "out"), examples, null, e => lost.Add(e.Message)));
        Assert.Contains(message, Assert.Single(lost), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> AspectPairs()
    {
        var data = new TheoryData<string, string>();
        string[] formats = ["three-line", "aspect-bio", "span-jsonl", "brat", "conll", "inline", "cluener"];
        foreach (var from in formats) foreach (var to in formats) data.Add(from, to);
        return data;
    }

    [Theory]
    [MemberData(nameof(AspectPairs))]
    public void Every_format_of_aspects_survives_every_other(string from, string to)
    {
        Example[] aspects =
        [
            new() { Id = "a1", Text = "The sea bass was great , the service slow .", Aspects = [new(4, 12, "Positive"), new(29, 36, "Negative")] },
            new() { Id = "a2", Text = "Soup 😀 !", Aspects = [new(0, 4, "Neutral")] },
        ];
        var through = Through(to, Through(from, aspects, Joined), Joined);
        Assert.Equal(aspects.Select(a => a.Text), through.Select(a => a.Text));
        Assert.Equal(aspects.SelectMany(a => a.Aspects), through.SelectMany(a => a.Aspects));
    }

    [Theory]
    [InlineData("three-line")]
    [InlineData("aspect-bio")]
    public void Chinese_aspects_survive_with_joiner_none(string format)
    {
        Example[] aspects = [new() { Id = "a", Text = "不过钢板还是比较硬的，车尾短", Aspects = [new(2, 4, "Positive"), new(11, 13, "Negative")] }];
        var through = Through(format, aspects, new() { Joiner = TextJoiner.None });
        Assert.Equal(aspects[0].Text, Assert.Single(through).Text);
        Assert.Equal(aspects[0].Aspects, through[0].Aspects);
    }

    [Theory]
    [InlineData("aste")]
    [InlineData("span-jsonl")]
    [InlineData("brat")]
    public void Triplets_survive_also_of_an_aspect_that_is_not_named(string format)
    {
        Span bass = new(4, 12, "Positive"), service = new(29, 36, "Negative");
        Example[] examples =
        [
            new()
            {
                Id = "t", Text = "The sea bass was great , the service slow and late .", Aspects = [bass, service],
                Triplets = [new(new(0, 0, "Negative"), new(46, 50, "opinion")), new(bass, new(17, 22, "opinion")), new(service, new(37, 41, "opinion")), new(service, new(46, 50, "opinion"))],
            },
        ];
        var through = Assert.Single(Through(format, examples, Joined));
        Assert.Equal(examples[0].Triplets, through.Triplets);
        Assert.Equal(examples[0].Aspects, through.Aspects);
    }

    public static TheoryData<string, string> TripletPairs()
    {
        var data = new TheoryData<string, string>();
        string[] formats = ["aste", "span-jsonl", "brat"];
        foreach (var from in formats) foreach (var to in formats) data.Add(from, to);
        return data;
    }

    [Theory]
    [MemberData(nameof(TripletPairs))]
    public void Every_format_of_triplets_survives_every_other(string from, string to)
    {
        Span soup = new(4, 8, "POS"), view = new(4, 8, "NEU"), wine = new(13, 17, "NEG");
        Example[] examples =
        [
            new() { Id = "t1", Text = "The soup was great .", Aspects = [soup], Triplets = [new(soup, new(13, 18, "opinion"))] },
            new() { Id = "t2", Text = "The view and wine : so 😀 so , pricey .", Aspects = [view, wine], Triplets = [new(view, new(20, 28, "opinion")), new(wine, new(20, 28, "opinion")), new(wine, new(31, 37, "opinion"))] },
            new() { Id = "t3", Text = "Never again !", Triplets = [new(new(0, 0, "NEG"), new(0, 11, "opinion"))] },
        ];
        var through = Through(to, Through(from, examples, Joined), Joined);
        Assert.Equal(examples.Select(e => e.Text), through.Select(e => e.Text));
        for (var i = 0; i < examples.Length; i++)
        {
            Assert.Equal(examples[i].Triplets, through[i].Triplets);
            Assert.Equal(examples[i].Aspects, through[i].Aspects);
        }
    }

    private static SpanWriteOptions Joined => new() { Joiner = TextJoiner.Space };

    private List<Example> Through(string format, IEnumerable<Example> examples, SpanWriteOptions options, SourceRecipe? source = null)
    {
        var path = $"{Guid.NewGuid():N}";
        var written = examples.ToList();
        Assert.Equal(written.Count, SpanFile.Write(format, Path.Combine(folder.Path, path), written, options));
        var general = written.Any(e => e.Aspects.Count > 0) ? "aspects" : "entities";
        return [.. folder.Read((source ?? new()) with { Path = path, Format = format, Spans = general }).OrderBy(e => format == "brat" ? written.FindIndex(w => w.Id == e.Id) : 0)];
    }

    private static void Equal(Example[] expected, List<Example> actual)
    {
        Assert.Equal(expected.Select(e => e.Text), actual.Select(e => e.Text));
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i].Entities, actual[i].Entities);
    }

    private static Example Of(string id, string text, params ReadOnlySpan<(int Start, int End, string Label)> spans)
    {
        var list = new List<Span>();
        foreach (var (start, end, label) in spans) list.Add(new Span(start, end, label));
        return new Example { Id = id, Text = text, Entities = [.. list.OrderBy(s => s.Start).ThenBy(s => s.End).ThenBy(s => s.Label, StringComparer.Ordinal)] };
    }
}
