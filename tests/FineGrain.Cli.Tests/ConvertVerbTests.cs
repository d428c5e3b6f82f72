namespace FineGrain.Cli.Tests;

public sealed class ConvertVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    [Fact]
    public void Columns_become_brat_and_brat_becomes_columns_of_another_scheme()
    {
        File.WriteAllText(At("a.conll"), "Ann I-PER\nLee I-PER\nsings O\n\nBob I-PER\nEve B-PER\n");
        var session = Session.Run("data", "convert", At("a.conll"), "--from", "conll", "--to", "brat", "--out", At("brat"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("scheme 'iob1'", session.Errors, StringComparison.Ordinal);
        Assert.Contains("joiner 'space'", session.Errors, StringComparison.Ordinal);
        Assert.Equal($"2 texts in {At("brat")}\n", session.Output);
        session = Session.Run("data", "convert", At("brat"), "--from", "brat", "--to", "conll", "--to-scheme", "bioes", "--to-joiner", "space", "--out", At("b.conll"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Equal("Ann B-PER\nLee E-PER\nsings O\n\nBob S-PER\nEve S-PER\n\n", File.ReadAllText(At("b.conll")));
    }

    [Fact]
    public void What_cannot_be_read_or_said_is_named_and_the_rest_is_written()
    {
        File.WriteAllText(At("a.jsonl"), "{\"id\":\"x\",\"text\":\"abcdef\",\"spans\":[[0,4,\"X\"],[2,6,\"Y\"]]}\n{\"text\":\"abc\",\"spans\":[[0,9,\"X\"]]}\n{\"text\":\"good\",\"spans\":[[0,4,\"X\"]]}\n");
        var session = Session.Run("data", "convert", At("a.jsonl"), "--from", "span-jsonl", "--to", "conll", "--out", At("b"));
        Assert.Equal(1, session.Code);
        Assert.Contains("a.jsonl:1: spans [0, 4) 'X' and [2, 6) 'Y' overlap, which conll cannot say", session.Errors, StringComparison.Ordinal);
        Assert.Contains("a.jsonl:2: span [0, 9) 'X' leaves the text", session.Errors, StringComparison.Ordinal);
        Assert.Equal($"1 texts in {At("b")}; 2 left out, see above\n", session.Output);
        Assert.Contains("good B-X\n", File.ReadAllText(At("b")), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_states_the_scheme_counts_types_and_names_a_broken_line_with_its_repair()
    {
        File.WriteAllText(At("a.conll"), string.Concat(Enumerable.Repeat("Ann B-PER\nLee I-PER\n\n", 30)) + "in O\nRome I-LOC\n");
        var session = Session.Run("data", "check", At("a.conll"), "--format", "conll");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("scheme 'iob2': 30 spans begin with B where iob1 would not; 1 begin with I and are broken", session.Output, StringComparison.Ordinal);
        Assert.Contains("30 spans of 7 to 7 characters", session.Output, StringComparison.Ordinal);
        Assert.Contains("a.conll:92: tag 'I-LOC' follows 'O'", session.Output, StringComparison.Ordinal);
        Assert.Contains("the repair is 'B-LOC'", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_formats_are_usage_errors_that_list_the_known_ones()
    {
        var session = Session.Run("data", "convert", "a", "--from", "conl", "--to", "brat", "--out", "b");
        Assert.Equal(2, session.Code);
        Assert.Contains("conll", session.Errors, StringComparison.Ordinal);
    }
}
