using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

public sealed class CompressSpansTests(TinySpanRun tiny) : IClassFixture<TinySpanRun>, IDisposable
{
    private const string Text = "  Zoe  loves Lima .";
    private static readonly string[] expected = ["Zoe PER", "Lima LOC"];
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-spans-small-").FullName;

    private string Out => Path.Combine(folder, "small");

    [Theory]
    [InlineData("--precision", "int8")]
    [InlineData("--precision", "int4")]
    [InlineData("--vocabulary", "1")]
    [InlineData("--prune", "inner=0.5", "heads=0.4")]
    [InlineData("--student", "rnn")]
    [InlineData("--student", "rnn", "--set", "spans.scheme=iob2")]
    public void A_smaller_model_marks_the_same_spans_to_the_character(params string[] steps)
    {
        var session = Session.Run(["compress", tiny.Model, .. steps, "--max-drop", "20", "--threads", "1", "--out", Out]);
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("span-f1", session.Output, StringComparison.Ordinal);
        using var predictor = Predictor.Open(Out);
        Assert.Equal(expected, predictor.Predict(Text).Spans!.Select(s => $"{s.Slice(Text)} {s.Label}"));
        Assert.Empty(predictor.Predict("").Spans!);
    }

    [Fact]
    public void A_student_learns_from_texts_that_only_the_teacher_marks()
    {
        var session = Session.Run("compress", tiny.Model, "--student", "rnn", "--recipe", tiny.Recipe, "--set", "distillation.unlabelled=[{path: more.txt}]", "--threads", "1", "--out", Out);
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("(2 without gold)", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Speed_and_size_of_two_taggers_are_compared()
    {
        Assert.Equal(0, Session.Run("compress", tiny.Model, "--precision", "int8", "--max-drop", "20", "--threads", "1", "--out", Out).Code);
        var texts = Path.Combine(tiny.Folder, "more.txt");
        var session = Session.Run("bench", Out, "--against", tiny.Model, "--texts", texts, "--json");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("\"ratio\"", session.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
