using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Tests.Spans;

/// <summary>What files of spans hold that they should not: each case has a message or a right answer, and the rows around it are kept.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> bad = [];

    public void Dispose() => folder.Dispose();

    private List<Example> Jsonl(params string[] lines) => Read("span-jsonl", Encoding.UTF8.GetBytes($$"""{"text":"first"}{{'\n'}}{{string.Join('\n', lines)}}{{'\n'}}{"text":"last"}"""));

    private List<Example> Read(string format, byte[] bytes, SourceRecipe? source = null)
    {
        folder.Write("a", bytes);
        return folder.Read((source ?? new()) with { Path = "a", Format = format }, new ReadOptions { OnBadRow = e => bad.Add(e.Message) });
    }

    [Theory]
    [InlineData("""{"text":"Ann","spans":[{"start":0,"end":4,"label":"PER"}]}""", "a:2: span [0, 4) 'PER' leaves the text, which has 3 UTF-16 units.")]
    [InlineData("""{"text":"Ann","spans":[{"start":-1,"end":2,"label":"PER"}]}""", "a:2: span [-1, 2) 'PER' leaves the text, which has 3 UTF-16 units.")]
    [InlineData("""{"text":"Ann","spans":[{"start":2,"end":2,"label":"PER"}]}""", "a:2: span [2, 2) 'PER' is empty; the end is one past the last character.")]
    [InlineData("""{"text":"😀x","spans":[{"start":1,"end":2,"label":"X"}]}""", "a:2: span [1, 2) 'X' cuts a surrogate pair in two. Offsets count UTF-16 units; if they count code points, set 'offsets: codepoints'.")]
    [InlineData("""{"text":"😀 Ann","spans":[{"start":2,"end":5,"label":"PER","text":"Ann"}]}""", "a:2: span [2, 5) 'PER' slices ' An', not 'Ann'. Counted in code points it fits: set 'offsets: codepoints'.")]
    [InlineData("""{"text":"Ann","spans":[{"start":0,"end":2,"label":"PER","text":"Bob"}]}""", "a:2: span [0, 2) 'PER' slices 'An', not 'Bob'; offsets count utf16 from 0, the end is one past the last.")]
    [InlineData("""{"text":"Ann","spans":[{"start":0,"end":2}]}""", "a:2: span [0, 2) has no label.")]
    [InlineData("""{"txt":"Ann"}""", "a:2: no text 'text'. Did you mean 'txt'? Known: txt. Set 'text' of the source.")]
    [InlineData("""["Ann"]""", "a:2: a JSON object is expected on each line, found Array.")]
    public void A_bad_line_of_span_jsonl_says_what_is_wrong_and_nothing_else_is_lost(string line, string message)
    {
        Assert.Equal(["first", "last"], Jsonl(line).Select(e => e.Text));
        Assert.Equal([message], bad);
    }

    [Fact]
    public void Text_that_is_no_json_says_where()
    {
        Assert.Equal(["first", "last"], Jsonl("{\"text\": \"Ann\", oops}").Select(e => e.Text));
        Assert.StartsWith("a:2: not JSON at character 17:", Assert.Single(bad), StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_nested_and_repeated_spans_are_read_and_repeats_are_one()
    {
        var read = Jsonl("""{"text":"Bank of China","spans":[[8,13,"LOC"],[0,13,"ORG"],[8,13,"LOC"],[4,9,"X"]]}""")[1];
        Assert.Equal([new Span(0, 13, "ORG"), new Span(4, 9, "X"), new Span(8, 13, "LOC")], read.Entities);
        Assert.Empty(bad);
    }

    [Fact]
    public void Code_point_offsets_are_counted_past_emoji_and_rare_characters()
    {
        folder.Write("a", """{"text":"😀𠮷 Ann","label":[[3,6,"PER"],[1,2,"C"]]}""");
        var read = folder.Read(new() { Path = "a", Format = "span-jsonl", Offsets = "codepoints" })[0];
        Assert.Equal(["𠮷", "Ann"], read.Entities.Select(s => s.Slice(read.Text)));
    }

    [Theory]
    [InlineData("conll", "a O\n\nb\xff O\n\nc O\n")]
    [InlineData("inline", "a\nb\xff\nc\n")]
    [InlineData("three-line", "$T$\na\np\n")]
    public void Bytes_that_are_not_utf8_are_named_by_line_and_the_rest_is_kept(string format, string content)
    {
        if (format == "three-line") content = "$T$ x\na\np\n$T$ y\nb\xff\np\n$T$ z\nc\np\n";
        var read = Read(format, Encoding.Latin1.GetBytes(content), new() { Scheme = "iob2", Joiner = "space" });
        Assert.Contains(bad, m => m.Contains("0xFF is not UTF-8", StringComparison.Ordinal));
        if (format != "three-line") Assert.Equal(["a", "c"], read.Select(e => e.Text));
    }

    [Fact]
    public void A_line_of_ten_megabytes_is_read_in_every_line_format()
    {
        var word = new string('好', 1_700_000);
        Assert.Equal(10_200_000, Encoding.UTF8.GetByteCount(word) * 2);
        var line = Read("inline", Encoding.UTF8.GetBytes($"{word}<X>{word}</X>\nshort\n"));
        Assert.Equal([3_400_000, 5], line.Select(e => e.Text.Length));
        Assert.Equal(new Span(1_700_000, 3_400_000, "X"), line[0].Entities[0]);
        var json = Read("span-jsonl", Encoding.UTF8.GetBytes($$"""{"text":"{{word}}{{word}}", "spans":[[1700000,3400000,"X"]] }"""));
        Assert.Equal(new Span(1_700_000, 3_400_000, "X"), json[0].Entities[0]);
        var conll = Read("conll", Encoding.UTF8.GetBytes($"{word}{word} B-X\nb O\n"), new() { Scheme = "iob2", Joiner = "space" });
        Assert.Equal(new Span(0, 3_400_000, "X"), conll[0].Entities[0]);
        Assert.Empty(bad);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u3000\u00A0")]
    public void An_empty_text_and_one_of_spaces_only_are_texts_without_spans(string text)
    {
        var read = Jsonl($$"""{"text":"{{text}}","spans":[]}""");
        Assert.Equal(["first", text, "last"], read.Select(e => e.Text));
        Assert.Empty(bad);
    }

    [Theory]
    [InlineData("<PER>Ann sings", "a:1: column 1: '<PER>' is not closed.")]
    [InlineData("Ann</PER> sings", "a:1: column 4: '</PER>' closes nothing.")]
    [InlineData("<A>Ann <B>x</A></B>", "a:1: column 12: '</A>' stands where '<B>' of column 8 must close; marks nest, they do not cross.")]
    [InlineData("1 < 2", "a:1: column 3: '<' begins a mark that no '>' ends; a plain '<' is written '&lt;'.")]
    [InlineData("a & b", "a:1: column 3: '&' must begin &lt; &gt; &amp; or &#NUMBER; a plain '&' is written '&amp;'.")]
    [InlineData("<PER></PER>Ann", "a:1: span [0, 0) 'PER' is empty; the end is one past the last character.")]
    public void Broken_inline_marks_are_named_by_column(string line, string message)
    {
        Assert.Equal(["fine"], Read("inline", Encoding.UTF8.GetBytes($"{line}\nfine\n")).Select(e => e.Text));
        Assert.Equal([message], bad);
    }

    [Theory]
    [InlineData("""{"text":"北京好","label":{"LOC":{"北京":[[0,2]]}}}""", "a:1: span [0, 3) 'LOC' slices '北京好', not '北京'; offsets count utf16 from 0, the end is one past the last.")]
    [InlineData("""{"text":"😀北京好","label":{"LOC":{"北京":[[1,2]]}}}""", "a:1: span [1, 3) 'LOC' cuts a surrogate pair in two. Offsets count UTF-16 units; if they count code points, set 'offsets: codepoints'.")]
    [InlineData("""{"text":"北京","label":{"LOC":{"北京":[[0,9]]}}}""", "a:1: span [0, 10) 'LOC' leaves the text, which has 2 UTF-16 units.")]
    public void Bad_spans_of_cluener_are_proved_by_their_surface(string line, string message)
    {
        Assert.Equal(["好"], Read("cluener", Encoding.UTF8.GetBytes(line + "\n{\"text\":\"好\",\"label\":{}}")).Select(e => e.Text));
        Assert.Equal([message], bad);
    }

    [Theory]
    [InlineData("T1\tPER 0 9\tAnn", "a/d.ann:1: annotation T1 [0, 9) leaves the text, which has 3 code points. The annotation is left out.")]
    [InlineData("T1\tPER 0 2\tAnn", "a/d.ann:1: annotation T1 slices '😀A', not 'Ann'; brat counts code points of the whole file, line breaks included (a \\r\\n is two). The annotation is left out.")]
    [InlineData("T1\tPER 0 1;2 3\tx", "a/d.ann:1: annotation T1 has 2 stretches (0 1;2 3); a span is one. Join them in brat, or mark each. The annotation is left out.")]
    [InlineData("hello", "a/d.ann:1: 'hello' is no brat annotation: 'T1<tab>Type start end<tab>words' is expected. The annotation is left out.")]
    public void A_bad_brat_annotation_is_left_out_and_the_others_are_kept(string line, string message)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "a"));
        folder.Write("a/d.txt", "😀An");
        folder.Write("a/d.ann", $"{line}\nT2\tX 1 3\tAn\nE1\tT2\n#1\tNote T2\thm\n");
        var notes = new List<string>();
        var read = folder.Read(new() { Path = "a", Format = "brat" }, new ReadOptions { OnBadRow = e => bad.Add(e.Message), OnNote = notes.Add });
        Assert.Equal([new Span(2, 4, "X")], Assert.Single(read).Entities);
        Assert.Equal([message], bad);
        Assert.Equal(["a: not read, since no example holds them: 1 events, 1 notes"], notes);
    }

    [Theory]
    [InlineData("no target\nx\nPositive", "the first line of a record holds $T$ in the place of the term; found none")]
    [InlineData("$T$\n \nPositive", "the second line of a record is the term; it is empty")]
    [InlineData("$T$\nx\nPositive\n$T$ y\nz", "the last record has 2 of its three lines")]
    public void Shifted_and_short_records_of_three_lines_are_reported(string content, string message)
    {
        Read("three-line", Encoding.UTF8.GetBytes(content), new() { Joiner = "space" });
        Assert.Contains(message, Assert.Single(bad), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("good food", "found no '####'")]
    [InlineData("good food####[([1], [5], 'POS')]", "the opinion of tokens 5 to 5 leaves the text of 2 tokens")]
    [InlineData("good food####[([0, 2], [1], 'POS')]", "have a gap")]
    [InlineData("good food####[([1], [0], POS)]", "is no triplet")]
    [InlineData("good food####[([1], [0], 'POS'), oops]", "'oops' is no triplet")]
    [InlineData("good food####([1], [0], 'POS')", "triplets are a list in brackets")]
    public void Bad_triplets_are_reported_by_line(string line, string message)
    {
        var read = Read("aste", Encoding.UTF8.GetBytes($"{line}\nbad food####[([1], [0], 'NEG')]\n"), new() { Joiner = "space" });
        Assert.Equal(["bad food"], read.Select(e => e.Text));
        Assert.StartsWith("a:1: ", Assert.Single(bad), StringComparison.Ordinal);
        Assert.Contains(message, bad[0], StringComparison.Ordinal);
    }
}
