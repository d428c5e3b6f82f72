using FineGrain.Analysis.Metrics.Spans.Tags;

namespace FineGrain.Analysis.Tests.Metrics.Spans;

/// <summary>Golden counts of tests/oracles/spans.py, and broken sequences by hand.</summary>
public sealed class TagReaderTests
{
    private static readonly TagTool[] Tools = [TagTool.Conlleval, TagTool.Seqeval, TagTool.SeqevalStrictIob1, TagTool.SeqevalStrictIob2, TagTool.SeqevalStrictIobes];

    [Fact]
    public void Every_tool_is_matched_on_thousands_of_random_sequences()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", "spans.txt"));
        Assert.True(lines.Length >= 4000, $"only {lines.Length} cases");
        foreach (var line in lines)
        {
            var parts = line.Split('\t');
            TaggedSentence sentence = new(Tags(parts[0]), Tags(parts[1]));
            for (var t = 0; t < Tools.Length; t++)
            {
                if (parts[2 + t] == "-")
                {
                    Assert.Throws<ArgumentException>(() => TagScores.Of([sentence], Tools[t]));
                    continue;
                }
                var all = TagScores.Of([sentence], Tools[t]).All;
                Assert.True(parts[2 + t] == $"{all.Hits}/{all.Gold}/{all.Predicted}", $"{Tools[t]} on {line}: ours {all.Hits}/{all.Gold}/{all.Predicted}");
            }
        }
    }

    [Theory]
    // An I without its B: the forgiving readers take it, strict IOB2 does not.
    [InlineData("O I-A I-A", "A1-2", "A1-2", "A1-2", "")]
    // The type changes without a B. Strict IOB1 does not know a B behind O: that span is lost.
    [InlineData("B-A I-B I-B", "A0 B1-2", "A0 B1-2", "B1-2", "A0")]
    // Neighbours of one type.
    [InlineData("B-A B-A", "A0 A1", "A0 A1", "A1", "A0 A1")]
    [InlineData("I-A B-A I-A", "A0 A1-2", "A0 A1-2", "A0 A1-2", "A1-2")]
    // An I of a second type between.
    [InlineData("B-A I-B I-A", "A0 B1 A2", "A0 B1 A2", "B1 A2", "A0")]
    [InlineData("O", "", "", "", "")]
    [InlineData("", "", "", "", "")]
    public void Broken_sequences_are_read_as_each_tool_reads_them(string tags, string conlleval, string seqeval, string iob1, string iob2)
    {
        string[] expected = [conlleval, seqeval, iob1, iob2];
        for (var t = 0; t < expected.Length; t++) Assert.Equal(expected[t], Show(TagReader.Spans(Tags(tags), Tools[t])));
    }

    [Fact]
    public void Conlleval_joins_single_tags_that_it_does_not_know_and_seqeval_does_not()
    {
        Assert.Equal("A0-1", Show(TagReader.Spans(["S-A", "S-A"], TagTool.Conlleval)));
        Assert.Equal("A0 A1", Show(TagReader.Spans(["S-A", "S-A"], TagTool.Seqeval)));
        Assert.Equal("A0-3", Show(TagReader.Spans(["B-A", "E-A", "B-A", "E-A"], TagTool.Conlleval)));
        Assert.Equal("A0-1 A2-3", Show(TagReader.Spans(["B-A", "E-A", "B-A", "E-A"], TagTool.SeqevalStrictIobes)));
    }

    [Fact]
    public void Strict_iobes_drops_what_is_not_closed() =>
        Assert.Equal("A5", Show(TagReader.Spans(["B-A", "I-A", "O", "I-A", "E-A", "S-A", "B-A"], TagTool.SeqevalStrictIobes)));

    private static string[] Tags(string text) => text.Length == 0 ? [] : text.Split(' ');

    private static string Show(IEnumerable<TagSpan> spans) => string.Join(' ', spans.Select(s => s.End - s.Start == 1 ? $"{s.Label}{s.Start}" : $"{s.Label}{s.Start}-{s.End - 1}"));
}
