using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using Parquet.Schema;
using Parquet.Serialization;

namespace FineGrain.Data.Tests.Reading;

public sealed class ExampleReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Csv_fields_may_hold_quotes_delimiters_and_newlines()
    {
        folder.Write("a.csv", "text,label,by\r\n\"say \"\"hi\"\", twice\",pos,Ann\r\n\"two\r\nlines\",neg,\r\n\r\nplain \"inner\",pos,B");
        var read = folder.Read(new SourceRecipe { Path = "a.csv" });
        Assert.Equal(["say \"hi\", twice", "two\r\nlines", "plain \"inner\""], read.Select(e => e.Text));
        Assert.Equal(["a.csv:2", "a.csv:3", "a.csv:6"], read.Select(e => e.Id));
        Assert.Equal("Ann", read[0].Fields["by"]);
    }

    [Fact]
    public void Any_delimiter_and_no_header()
    {
        folder.Write("a.dat", "pos;;so;good\nneg;;bad\n");
        var read = folder.Read(new SourceRecipe { Path = "a.dat", Format = "csv", Delimiter = ";;", Header = false, Text = "2", Label = "1" });
        Assert.Equal([("so;good", "pos"), ("bad", "neg")], read.Select(e => (e.Text, e.Label!)));
    }

    [Fact]
    public void Tsv_keeps_quotes_unless_told()
    {
        folder.Write("a.tsv", "text\tlabel\n\"half\tpos\n");
        Assert.Equal("\"half", folder.Read(new SourceRecipe { Path = "a.tsv" })[0].Text);
    }

    [Fact]
    public void Gzip_is_told_by_its_bytes_and_a_byte_order_mark_is_dropped()
    {
        folder.Write("a.csv", TemporaryFolder.Gzip("\uFEFFtext,label\n好,pos\n"));
        Assert.Equal("好", folder.Read(new SourceRecipe { Path = "a.csv" })[0].Text);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_and_a_last_line_without_newline_are_whole()
    {
        var texts = new[] { new string('x', 200_000), "short", new string('好', 70_000), "end" };
        folder.Write("a.txt", string.Join('\n', texts));
        Assert.Equal(texts, folder.Read(new SourceRecipe { Path = "a.txt", Label = "" }).Select(e => e.Text));
    }

    [Fact]
    public void Json_lines_map_nested_keys_and_carry_aspects_and_entities()
    {
        folder.Write("a.jsonl", """{"id":"r1","review":{"body":"Soft rooms in Rome 😀 ok"},"stars":4,"aspects":[{"start":5,"end":10,"text":"rooms","polarity":"positive"}],"entities":[{"start":14,"end":18,"text":"Rome","type":"LOC"}],"domain":"hotel"}""");
        var example = folder.Read(new SourceRecipe { Path = "a.jsonl", Text = "review.body", Label = "stars", Id = "id" }, new ReadOptions { Target = "number" })[0];
        Assert.Equal(("r1", 4.0), (example.Id, example.Number!.Value));
        Assert.Equal(new Span(5, 10, "positive"), Assert.Single(example.Aspects));
        Assert.Equal("Rome", Assert.Single(example.Entities).Slice(example.Text));
        Assert.Equal("hotel", Assert.Single(example.Fields).Value);
    }

    [Fact]
    public void Several_labels_come_as_a_list_or_joined()
    {
        folder.Write("a.jsonl", "{\"text\":\"a\",\"label\":[\"x\",\"y\"]}\n{\"text\":\"b\",\"label\":\"y|z\"}\n{\"text\":\"c\",\"label\":[]}\n");
        var read = folder.Read(new SourceRecipe { Path = "a.jsonl", LabelMap = new Dictionary<string, string> { ["z"] = "Z" } }, new ReadOptions { Target = "labels" });
        Assert.Equal(["x,y", "y,Z", ""], read.Select(e => string.Join(',', e.Labels)));
    }

    [Fact]
    public void The_label_map_renames_and_drops()
    {
        folder.Write("a.txt", "0 bad\n2 so so\n4 good\n");
        var read = folder.Read(new SourceRecipe { Path = "a.txt", Weight = 0.5, LabelMap = new Dictionary<string, string> { ["0"] = "neg", ["2"] = "", ["4"] = "pos" } });
        Assert.Equal([("bad", "neg", 0.5), ("good", "pos", 0.5)], read.Select(e => (e.Text, e.Label!, e.Weight)));
    }

    [Fact]
    public void Coarse_labels_are_looked_up_whole_first()
    {
        folder.Write("a.txt", "DESC:manner how\nNUM:dist far\nX y\n");
        var read = folder.Read(new SourceRecipe { Path = "a.txt", LabelPart = "coarse", LabelMap = new Dictionary<string, string> { ["NUM:dist"] = "distance", ["DESC"] = "description" } });
        Assert.Equal(["description", "distance", "X"], read.Select(e => e.Label!));
    }

    [Fact]
    public void Tree_phrases_come_once_with_brackets_restored()
    {
        folder.Write("a.txt", "(3 (2 -LRB-) (4 (3 good) (2 film\\/show)))\n(3 good)\n");
        var read = folder.Read(new SourceRecipe { Path = "a.txt", Format = "trees", Nodes = "phrases" });
        Assert.Equal([("( good film/show", "3"), ("(", "2"), ("good film/show", "4"), ("good", "3"), ("film/show", "2")], read.Select(e => (e.Text, e.Label!)));
    }

    [Fact]
    public async Task Parquet_rows_become_examples()
    {
        await using (var stream = File.Create(Path.Combine(folder.Path, "a.parquet")))
        {
            var schema = new ParquetSchema(new DataField<string>("text"), new DataField<int>("label"), new DataField<double?>("price"));
            IDictionary<string, object?>[] rows = [new Dictionary<string, object?> { ["text"] = "好吃", ["label"] = 1, ["price"] = 2.5 }, new Dictionary<string, object?> { ["text"] = "bad", ["label"] = 0, ["price"] = null }];
            await ParquetSerializer.SerializeUntypedAsync(rows, schema, stream, cancellationToken: TestContext.Current.CancellationToken);
        }
        var read = folder.Read(new SourceRecipe { Path = "a.parquet" });
        Assert.Equal([("a.parquet:1", "好吃", "1"), ("a.parquet:2", "bad", "0")], read.Select(e => (e.Id, e.Text, e.Label!)));
        Assert.Equal("2.5", read[0].Fields["price"]);
        Assert.Empty(read[1].Fields);
    }

    [Theory]
    [InlineData("a.csv", "text,label\na,b,c\n", "a.csv:2: 3 columns where the header has 2 (text, label)")]
    [InlineData("a.csv", "text,label\n\"open,b\nmore\n", "a.csv:2: a quoted field never ends")]
    [InlineData("a.csv", "text,label\n\"x\"y,b\n", "a.csv:2: 'y' follows the closing quote of column 1")]
    [InlineData("a.csv", "txt,label\na,b\n", "a.csv:2: no text column 'text'. Did you mean 'txt'?")]
    [InlineData("a.csv", "text,text\na,b\n", "a.csv:1: column 'text' stands twice")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":\"b\"}\n{\"text\":\n", "a.jsonl:2: not JSON")]
    [InlineData("a.jsonl", "[1]\n", "a.jsonl:1: a JSON object is expected")]
    [InlineData("a.jsonl", "{\"text\":\"\\ud800\",\"label\":\"b\"}\n", "a.jsonl:1: a string holds half a surrogate pair")]
    [InlineData("a.jsonl", "{\"text\":\"abc\",\"label\":\"b\",\"aspects\":[{\"start\":1,\"end\":9,\"polarity\":\"x\"}]}", "a.jsonl:1: span [1, 9) of 'aspects'")]
    [InlineData("a.jsonl", "{\"text\":\"abc\",\"label\":\"b\",\"entities\":[{\"start\":1,\"end\":2,\"text\":\"c\",\"type\":\"x\"}]}", "a.jsonl:1: span [1, 2) of 'entities' slices 'b', not 'c'")]
    [InlineData("a.jsonl", "{\"text\":\"abc\",\"label\":[\"b\",\"c\"]}", "a.jsonl:1: one label is expected")]
    [InlineData("a.txt", "alone\n", "a.txt:1: 'label text' is expected")]
    public void Errors_name_file_and_line(string name, string content, string message)
    {
        folder.Write(name, content);
        var error = Assert.Throws<InputException>(() => folder.Read(new SourceRecipe { Path = name }));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(3 (2 a)", "1 '(' without ')'")]
    [InlineData("(3 a))", "')' without '('")]
    [InlineData("(3 a) (2 b)", "'(' of one tree is expected")]
    [InlineData("3 a", "'(' of one tree is expected")]
    [InlineData("( (2 a))", "a label is expected")]
    public void A_broken_tree_is_refused(string line, string message)
    {
        folder.Write("a.txt", line);
        Assert.Contains(message, Assert.Throws<InputException>(() => folder.Read(new SourceRecipe { Path = "a.txt", Format = "trees" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_named_and_reading_can_go_on()
    {
        folder.Write("a.txt", [.. Encoding.UTF8.GetBytes("pos 好\nneg b"), 0xC4, 0xE3, .. Encoding.UTF8.GetBytes("\npos c\n")]);
        var error = Assert.Throws<InputException>(() => folder.Read(new SourceRecipe { Path = "a.txt" }));
        Assert.StartsWith("a.txt:2: byte 6 of the line 0xC4", error.Message, StringComparison.Ordinal);
        var bad = new List<InputException>();
        Assert.Equal(["好", "c"], folder.Read(new SourceRecipe { Path = "a.txt" }, new ReadOptions { OnBadRow = bad.Add }).Select(e => e.Text));
        Assert.Single(bad);
    }

    [Fact]
    public void A_cut_off_gzip_file_says_where_it_ends()
    {
        var whole = TemporaryFolder.Gzip(string.Concat(Enumerable.Range(0, 5000).Select(i => $"pos row {i * 7919}\n")));
        folder.Write("a.txt.gz", whole[..(whole.Length / 2)]);
        Assert.Contains("breaks off", Assert.Throws<InputException>(() => folder.Read(new SourceRecipe { Path = "a.txt.gz" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_file_of_several_members_is_read_whole()
    {
        folder.Write("a.txt.gz", [.. TemporaryFolder.Gzip("pos one\n"), .. TemporaryFolder.Gzip("neg two\n")]);
        Assert.Equal(["one", "two"], folder.Read(new SourceRecipe { Path = "a.txt.gz" }).Select(e => e.Text));
    }

    [Fact]
    public void A_json_row_without_the_text_is_one_bad_row()
    {
        folder.Write("a.jsonl", "{\"label\":\"x\"}\n{\"text\":\"a\",\"label\":\"x\"}\n");
        var bad = new List<InputException>();
        Assert.Equal("a", Assert.Single(folder.Read(new SourceRecipe { Path = "a.jsonl" }, new ReadOptions { OnBadRow = bad.Add })).Text);
        Assert.StartsWith("a.jsonl:1: no text column 'text'.", Assert.Single(bad).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_names_the_recipe_path() =>
        Assert.StartsWith("none.csv: cannot be read", Assert.Throws<InputException>(() => folder.Read(new SourceRecipe { Path = "none.csv" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Reading_is_lazy()
    {
        folder.Write("a.txt", "pos first\nbroken\n");
        Assert.Equal("first", ExampleReader.Read(new SourceRecipe { Path = "a.txt" }, folder.Path).First().Text);
    }

    [Fact]
    public void Unlabelled_sources_read_with_an_empty_or_optional_label()
    {
        folder.Write("a.csv", "text\nhello\n");
        Assert.Null(folder.Read(new SourceRecipe { Path = "a.csv", Label = "" })[0].Label);
        Assert.Null(folder.Read(new SourceRecipe { Path = "a.csv" }, new ReadOptions { LabelOptional = true })[0].Label);
        Assert.Throws<InputException>(() => folder.Read(new SourceRecipe { Path = "a.csv" }));
    }
}
