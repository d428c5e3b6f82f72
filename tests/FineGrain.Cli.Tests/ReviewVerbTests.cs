using System.Globalization;
using System.Text;
using FineGrain.Cli.Reviewing;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Corrections;

namespace FineGrain.Cli.Tests;

public sealed class ReviewVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-review-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Keys_accept_change_reject_and_undo()
    {
        CorrectionFile.Write(At("c.jsonl"), [Span("1", 3), Relabel("2", 2), Relabel("3", 1)]);
        // The end one character on, accepted; rejected, taken back, accepted; label 1 is what stands there: a rejection.
        var (code, output) = Press("la" + "rua" + "1a" + "q");
        Assert.Equal(0, code);
        Assert.Contains("2 accepted, 1 rejected, 0 open in ", output, StringComparison.Ordinal);
        var stored = CorrectionFile.Read(At("c.jsonl")).ToList();
        Assert.Equal(new Span(2, 7, "ORG"), stored[0].New!.Span);
        Assert.Equal([CorrectionState.Accepted, CorrectionState.Accepted, CorrectionState.Rejected], stored.Select(c => c.State));
    }

    [Fact]
    public void The_screen_shows_both_spans_and_what_would_change()
    {
        CorrectionFile.Write(At("c.jsonl"), [Span("1", 3)]);
        var (_, output) = Press("oh?q");
        Assert.Contains("昨天[‹北京›大学]的李明", output, StringComparison.Ordinal);
        Assert.Contains("昨[天‹北京›大学]的李明", output, StringComparison.Ordinal);
        Assert.Contains("now     LOC  '北京'  [2, 4)", output, StringComparison.Ordinal);
        Assert.Contains("then    ORG  '北京大学'  [2, 6)", output, StringComparison.Ordinal);
        Assert.Contains("move the other border", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_decided_stays_when_the_keyboard_goes_away()
    {
        CorrectionFile.Write(At("c.jsonl"), [Relabel("1", 2), Relabel("2", 1)]);
        Press("a");
        Assert.Equal([CorrectionState.Accepted, CorrectionState.Proposed], CorrectionFile.Read(At("c.jsonl")).Select(c => c.State));
    }

    [Fact]
    public void A_store_is_reviewed_under_a_name()
    {
        CorrectionFile.Write(At("c.jsonl"), [Relabel("1", 2)]);
        Assert.Equal(0, Session.Run("corrections", "import", At("c.jsonl"), "--store", At("s.db")).Code);
        Press("aq", "review", "--store", At("s.db"), "--author", "ann");
        Assert.Contains("judge       ann", Session.Run("corrections", "history", "--store", At("s.db")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_keyboard_it_says_what_to_use() =>
        Assert.Contains("corrections accept ID", Session.Run("review", At("c.jsonl")).Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("北京", 4)]
    [InlineData("ｱｲｳ", 3)]
    [InlineData("ＡＢ", 4)]
    [InlineData("cafe\u0301", 4)]
    [InlineData("👨‍👩‍👧", 2)]
    [InlineData("한국", 4)]
    [InlineData("❤\ufe0f", 2)]
    public void Columns_are_those_of_a_terminal(string text, int columns) => Assert.Equal(columns, Cells.Of(text));

    [Fact]
    public void No_line_is_wider_than_the_terminal_and_none_is_lost()
    {
        var text = string.Concat(Enumerable.Repeat("昨天下了雨，but the market in 上海 rose 3.5% again. ", 30));
        foreach (var width in (int[])[20, 33, 80])
        {
            var lines = TextBlock.Lines(text, new(40, 44, "X"), new(42, 50, "X"), null, width, 1000, color: false);
            Assert.All(lines, l => Assert.InRange(Cells.Of(l), 0, width));
            Assert.Equal(text.Length + 4, string.Concat(lines).Length);
        }
        Assert.Contains("[", string.Concat(TextBlock.Lines(text, null, new(1200, 1210, "X"), null, 40, 5, color: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_cannot_steer_the_terminal()
    {
        var shown = string.Concat(TextBlock.Lines("a\e[2Jb\nc\u009bd", null, null, null, 80, 10, color: false));
        Assert.DoesNotContain(shown, char.IsControl);
    }

    private (int Code, string Output) Press(string keys, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var terminal = new Terminal(new MemoryStream(), output, new MemoryStream()) { Keys = new Keyboard(keys), Size = () => (100, 40) };
        var code = CommandLine.Run(arguments.Length > 0 ? arguments : ["review", At("c.jsonl")], terminal);
        return (code, Encoding.UTF8.GetString(output.ToArray()));
    }

    private string At(string name) => Path.Combine(folder, name);

    private static Correction Span(string id, double gain) => new()
    {
        Id = id, ExampleId = $"example {id}", Kind = CorrectionKind.SpanChange, Old = Annotation.OfSpan(new(2, 4, "LOC")), New = Annotation.OfSpan(new(2, 6, "ORG")), Reason = "5 of 5 models say so.",
        Author = "finegrain", Time = DateTimeOffset.UnixEpoch, Text = "昨天北京大学的李明来了", Gain = gain, Score = 0.9,
    };

    private static Correction Relabel(string id, double gain) => new()
    {
        Id = id, ExampleId = $"example {id}", Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels("negative"), New = Annotation.OfLabels("positive"), Author = "finegrain", Time = DateTimeOffset.UnixEpoch, Gain = gain, Text = "fine",
    };

    /// <summary>Keys from a string; then there are none any more.</summary>
    private sealed class Keyboard(string keys) : IKeyboard
    {
        private int at;

        public ConsoleKeyInfo? Read(CancellationToken stop) => at < keys.Length ? new(keys[at], Enum.TryParse<ConsoleKey>(keys[at++].ToString(CultureInfo.InvariantCulture), ignoreCase: true, out var key) && char.IsAsciiLetter(keys[at - 1]) ? key : ConsoleKey.None, false, false, false) : null;
    }
}
