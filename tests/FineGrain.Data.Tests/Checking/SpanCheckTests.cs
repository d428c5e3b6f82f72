using FineGrain.Core.Recipes;
using FineGrain.Data.Checking;

namespace FineGrain.Data.Tests.Checking;

public sealed class SpanCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private CheckResult Check(string train, string? test = null, IReadOnlyList<string>? labels = null)
    {
        SourceRecipe Source(string name, string content) => new() { Path = folder.Write(name, content), Format = "span-jsonl" };
        return DataCheck.Run(new Recipe { Name = "t", Labels = labels ?? [], Data = new() { Root = folder.Path, Train = [Source("train", train)], Test = test is null ? [] : [Source("test", test)] } }, folder.Path);
    }

    [Fact]
    public void Types_lengths_nesting_and_texts_without_spans_are_counted()
    {
        var check = Check("""
            {"text":"Bank of China","spans":[[0,13,"ORG"],[8,13,"LOC"]]}
            {"text":"nothing","spans":[]}
            {"text":"abcdef","spans":[[0,4,"X"],[2,6,"Y"]]}
            """).Splits[0].Spans!;
        Assert.Equal(["LOC 1", "ORG 1", "X 1", "Y 1"], check.Types.Select(t => $"{t.Key} {t.Value}"));
        Assert.Equal((4, 13, 1), (check.Lengths!.Shortest, check.Lengths.Longest, check.Empty));
        Assert.Equal((1, 2), (check.Nested, check.Crossing));
    }

    [Theory]
    [InlineData(" Ann", 0, 4, "begins with white space")]
    [InlineData("Ann\u3000", 0, 4, "ends with white space")]
    [InlineData("e\u0301t", 1, 3, "begins with U+0301, which combines with the character before it")]
    [InlineData("cafe\u0301", 0, 4, "ends before U+0301, which combines with its last character")]
    [InlineData("👩\u200D👧", 0, 2, "ends before U+200D, which combines with its last character")]
    [InlineData("\u200BAnn", 0, 4, "begins with the invisible U+200B")]
    [InlineData("Ann\uFEFF", 0, 4, "ends with the invisible U+FEFF")]
    [InlineData("👍🏽", 0, 2, "ends before U+1F3FD, which combines with its last character")]
    public void A_border_at_white_space_or_inside_a_character_is_reported(string text, int start, int end, string why)
    {
        var check = Check(System.Text.Json.JsonSerializer.Serialize(new { text, spans = new object[] { new { start, end, label = "X" } } }));
        Assert.Equal($"train:1: span [{start}, {end}) 'X' {why}", Assert.Single(check.Splits[0].Spans!.OddBorderMessages));
        Assert.Contains(check.Findings, f => f.Kind == "odd-border" && f.Count == 1);
    }

    [Theory]
    [InlineData("北京", 0, 2)]
    [InlineData("😀", 0, 2)]
    [InlineData("cafe\u0301 x", 0, 5)]
    [InlineData("नमस्ते जी", 0, 6)]
    public void Whole_characters_are_no_odd_border(string text, int start, int end) =>
        Assert.Equal(0, Check($$"""{"text":"{{text}}","spans":[[{{start}},{{end}},"X"]]}""").Splits[0].Spans!.OddBorders);

    [Fact]
    public void A_type_that_training_lacks_is_reported_with_the_nearest()
    {
        var check = Check("""{"text":"Ann","spans":[[0,3,"PER"]]}""", """{"text":"Bob","spans":[[0,3,"PERS"]]}""");
        Assert.Contains(check.Findings, f => f.Kind == "unknown-type" && f.Message.Contains("Did you mean 'PER'?", StringComparison.Ordinal));
        Assert.Contains(Check("""{"text":"Ann","spans":[[0,3,"PER"]]}""", labels: ["LOC"]).Findings, f => f.Kind == "unknown-type" && f.Message.Contains("'labels' does not list", StringComparison.Ordinal));
    }

    [Fact]
    public void Copies_of_a_text_with_other_spans_and_spans_with_two_labels_are_contradictions()
    {
        var check = Check("""
            {"text":"Ann","spans":[[0,3,"PER"]]}
            {"text":"Ann","spans":[]}
            {"text":"Bob","spans":[[0,3,"PER"],[0,3,"LOC"]]}
            """);
        Assert.Equal(1, check.ContradictionCount);
        Assert.Equal(["Ann [0, 3) PER", ""], check.Contradictions[0].Labels);
        Assert.Equal("train:3: 'Bob' [0, 3) is both 'LOC' and 'PER'", Assert.Single(check.Splits[0].Spans!.TwoLabelMessages));
    }

    [Fact]
    public void Bad_spans_are_bad_rows_and_rows_of_spans_are_not_called_unlabelled()
    {
        var check = Check("""
            {"text":"Ann","spans":[[0,9,"PER"]]}
            {"text":"","spans":[]}
            {"text":"Bob","spans":[[0,3,"PER"]]}
            """);
        Assert.Equal((2, 1), (check.Splits[0].Rows, check.Splits[0].BadRows));
        Assert.Single(check.Splits[0].EmptyIds);
        Assert.DoesNotContain(check.Findings, f => f.Kind == "unlabelled");
        Assert.Contains(check.Findings, f => f.Kind == "bad-rows" && f.Message.Contains("train:1: span [0, 9) 'PER' leaves the text", StringComparison.Ordinal));
    }

    [Fact]
    public void Broken_tags_are_bad_rows_with_their_repair_and_the_scheme_is_stated()
    {
        folder.Write("a", "Ann B-PER\nLee I-PER\n\nRome I-LOC\n\n" + string.Concat(Enumerable.Repeat("Bob B-PER\n\n", 40)));
        var check = DataCheck.Run(new Recipe { Name = "t", Data = new() { Root = folder.Path, Train = [new() { Path = "a", Format = "conll" }] } }, folder.Path);
        Assert.Contains("the repair is 'B-LOC'", Assert.Single(check.Splits[0].BadRowMessages), StringComparison.Ordinal);
        Assert.Equal(["a: scheme 'iob2': 41 spans begin with B where iob1 would not; 1 begin with I and are broken", "a: joiner 'space': 0 % of 43 tokens are single CJK characters"], check.Splits[0].Notes);
    }
}
