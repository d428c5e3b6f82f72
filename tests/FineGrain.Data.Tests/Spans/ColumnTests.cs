using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Tests.Spans;

public sealed class ColumnTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> notes = [];

    public void Dispose() => folder.Dispose();

    private List<Example> Read(SourceRecipe source, Action<InputException>? onBad = null) => folder.Read(source with { Format = "conll" }, new() { OnNote = notes.Add, OnBadRow = onBad });

    [Fact]
    public void Tokens_are_joined_by_a_space_and_spans_slice_the_joined_text()
    {
        folder.Write("a", "-DOCSTART- -X- O O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\nGerman JJ I-NP I-MISC\ncall NN I-NP I-MISC\n. . O O\n\n\nPeter NNP I-NP I-PER\n");
        var read = Read(new() { Path = "a" });
        Assert.Equal(["EU rejects German call .", "Peter"], read.Select(e => e.Text));
        Assert.Equal(["ORG:EU", "MISC:German call", "PER:Peter"], read.SelectMany(e => e.Entities.Select(s => $"{s.Label}:{s.Slice(e.Text)}")));
        Assert.Equal(["a:3", "a:10"], read.Select(e => e.Id));
        Assert.Equal(["a: scheme 'iob1': no tag begins with B: iob1 and io read the same here", "a: joiner 'space': 0 % of 6 tokens are single CJK characters"], notes);
    }

    [Fact]
    public void Chinese_characters_are_joined_by_nothing_and_the_choice_is_stated()
    {
        folder.Write("a", "我 O\n在 O\n北 B-LOC\n京 E-LOC\n𠮷 S-PER\n家 O\n");
        var read = Assert.Single(Read(new() { Path = "a" }));
        Assert.Equal("我在北京𠮷家", read.Text);
        Assert.Equal([new Span(2, 4, "LOC"), new Span(4, 6, "PER")], read.Entities);
        Assert.Contains(notes, n => n.Contains("joiner 'none'", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains("scheme 'bmes'", StringComparison.Ordinal) || n.Contains("scheme 'bioes'", StringComparison.Ordinal));
    }

    [Fact]
    public void Joiner_cjk_puts_spaces_between_words_of_other_scripts_only()
    {
        folder.Write("a", "我 O\n用 O\nVisual B-T\nStudio I-T\n写 O\nC# B-T\n。 O\n");
        var read = Read(new() { Path = "a", Joiner = "cjk" })[0];
        Assert.Equal("我用Visual Studio写C#。", read.Text);
        Assert.Equal(["Visual Studio", "C#"], read.Entities.Select(s => s.Slice(read.Text)));
    }

    [Fact]
    public void A_stated_scheme_and_joiner_are_taken_without_a_look_ahead()
    {
        folder.Write("a", "a B-X\nb I-X\n");
        Read(new() { Path = "a", Scheme = "iob2", Joiner = "space" });
        Assert.Empty(notes);
    }

    [Fact]
    public void A_scheme_that_is_not_clear_is_an_error_that_gives_the_evidence()
    {
        folder.Write("a", "a B-X\nb O\nc I-X\n");
        var error = Assert.Throws<InputException>(() => Read(new() { Path = "a" }));
        Assert.Equal("a: the tag scheme is not clear: 1 spans begin with B as in iob2, 1 with I as in iob1. Set 'scheme' to the one that is meant: io, iob1, iob2, bmes, bioes, bilou.", error.Message);
    }

    [Fact]
    public void A_broken_sequence_is_reported_with_file_line_and_repair_and_the_rest_is_kept()
    {
        folder.Write("a", "Ann B-PER\n\nthe O\nRome I-LOC\nfell O\n\nBob B-PER\n");
        var bad = new List<string>();
        var read = Read(new() { Path = "a", Scheme = "iob2" }, e => bad.Add(e.Message));
        Assert.Equal(["a:4: tag 'I-LOC' follows 'O' and stands before 'O', which iob2 does not allow; the repair is 'B-LOC'. Mend the line, or set 'broken: repair' to read it so."], bad);
        Assert.Equal(["Ann", "Bob"], read.Select(e => e.Text));
    }

    [Fact]
    public void Broken_repair_reads_on_and_states_how_many_tags_it_mended()
    {
        folder.Write("a", "the O\nRome I-LOC\n\nBob B-PER\n");
        var read = Read(new() { Path = "a", Scheme = "iob2", Joiner = "space", Broken = "repair" });
        Assert.Equal([new Span(4, 8, "LOC")], read[0].Entities);
        Assert.Equal(["a: 1 tags break scheme iob2 and were repaired as conlleval reads them; line 2: tag 'I-LOC' follows 'O' and ends the sentence, which iob2 does not allow; the repair is 'B-LOC'"], notes);
    }

    [Fact]
    public void A_letter_of_another_scheme_is_an_error_at_its_line()
    {
        folder.Write("a", "Ann B-PER\nLee E-PER\n");
        var error = Assert.Throws<InputException>(() => Read(new() { Path = "a", Scheme = "iob2" }));
        Assert.Equal("a:2: tag 'E-PER' is none of scheme iob2. Mend the line, or set 'scheme' or 'broken: repair'.", error.Message);
    }

    [Fact]
    public void Columns_delimiter_and_position_digits_are_options()
    {
        folder.Write("a", "1\t口0\tO\tx\n2\t腔1\tO\tx\n3\t王0\tB-PER\tx\n");
        var read = Read(new() { Path = "a", Delimiter = "tab", TokenColumn = 2, TagColumn = 3, PositionDigit = true })[0];
        Assert.Equal("口腔王", read.Text);
        Assert.Equal([new Span(2, 3, "PER")], read.Entities);
    }

    [Fact]
    public void Spaces_that_are_no_column_border_may_be_tokens()
    {
        folder.Write("a", "\u3000 O\n好 B-X\n\u00A0 O\n");
        Assert.Equal("\u3000好\u00A0", Read(new() { Path = "a", Joiner = "none" })[0].Text);
    }

    [Fact]
    public void The_text_of_a_comment_is_taken_as_it_is_and_tokens_are_found_in_it()
    {
        folder.Write("a", "# sent_id = s1\n# text = I don't  know Ann.\nI O\ndo O\nn't O\nknow O\nAnn B-PER\n. O\n\n# text_json = \"two\\nlines\"\ntwo O\nlines B-X\n");
        var read = Read(new() { Path = "a" });
        Assert.Equal(["I don't  know Ann.", "two\nlines"], read.Select(e => e.Text));
        Assert.Equal("Ann", read[0].Entities[0].Slice(read[0].Text));
        Assert.Equal(["s1", "a:10"], read.Select(e => e.Id));
        Assert.Contains(notes, n => n.Contains("joiner 'text'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_that_its_text_comment_does_not_hold_is_an_error()
    {
        folder.Write("a", "# text = Ann sings\nAnn B-PER\nsang O\n");
        var error = Assert.Throws<InputException>(() => Read(new() { Path = "a" }));
        Assert.StartsWith("a:1: token 2, 'sang', does not stand at offset 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_a_tag_leaves_out_its_sentence_alone()
    {
        folder.Write("a", "Ann B-PER\n\nlonely\nX O\n\nBob B-PER\n");
        var bad = new List<string>();
        var read = Read(new() { Path = "a", Scheme = "iob2", Joiner = "space" }, e => bad.Add(e.Message));
        Assert.Equal(["Ann", "Bob"], read.Select(e => e.Text));
        Assert.StartsWith("a:3: a token and its tag are expected, found 1 column(s): 'lonely'.", Assert.Single(bad), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_map_renames_types_and_drops_spans()
    {
        folder.Write("a", "Ann B-PER\nRome B-LOC\n");
        var read = Read(new() { Path = "a", LabelMap = new Dictionary<string, string> { ["PER"] = "person", ["LOC"] = "" } })[0];
        Assert.Equal([new Span(0, 3, "person")], read.Entities);
        Assert.Equal("Ann Rome", read.Text);
    }

    [Fact]
    public void Standard_input_is_read_once_and_kept_where_the_scheme_is_open()
    {
        using var bytes = new OnceStream("Ann B-PER\nLee I-PER\n"u8.ToArray());
        var read = ExampleReader.Read(new SourceRecipe { Path = "stdin", Format = "conll" }, bytes).ToList();
        Assert.Equal([new Span(0, 7, "PER")], Assert.Single(read).Entities);
    }

    private sealed class OnceStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
        public override long Position { get => base.Position; set => throw new NotSupportedException(); }
    }
}
