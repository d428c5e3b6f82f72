using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Tests.Reading;

public sealed class ExampleFileTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "examples.jsonl");
        Example[] examples =
        [
            new() { Id = "1", Text = "好 \"quoted\"\n😀 <b>", Pair = "two", Labels = ["a", "b"], Weight = 0.5, Source = "f:1", Fields = new Dictionary<string, string> { ["k"] = "v" }, Aspects = [new Span(0, 1, "x")], Entities = [new Span(2, 4, "y")] },
            new() { Id = "2", Text = "", Number = 0.1 },
        ];
        ExampleFile.Write(path, examples);
        var read = ExampleFile.Read(path).ToArray();
        Assert.Equivalent(examples, read, strict: true);
        Assert.Equal(1, read[1].Weight);
        Assert.Empty(read[1].Labels);
        Assert.Contains("好", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_line_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "e.jsonl");
        File.WriteAllText(path, "{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\"}\n");
        Assert.Equal($"{path}:2", Assert.Throws<InputException>(() => ExampleFile.Read(path).ToList()).Where);
    }

    [Fact]
    public void A_broken_line_is_left_out_where_such_lines_are_collected()
    {
        using var folder = new TemporaryFolder();
        folder.Write("e.jsonl", "{\"id\":\"1\",\"text\":\"a\"}\nnull\n{\"id\":\"2\"}\n{\"id\":\"3\",\"text\":\"c\"}\n");
        var bad = new List<string?>();
        Assert.Equal(["1", "3"], folder.Read(new() { Path = "e.jsonl", Format = "examples" }, new() { OnBadRow = e => bad.Add(e.Where) }).Select(e => e.Id));
        Assert.Equal(["e.jsonl:2", "e.jsonl:3"], bad);
    }
}
