using FineGrain.Core.Corrections;

namespace FineGrain.Cli.Tests;

public sealed class CorrectionsVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-corrections-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Corrections_come_in_are_decided_undone_and_exported()
    {
        CorrectionFile.Write(At("in.jsonl"), [Relabel("1"), Relabel("2")]);
        Assert.Contains("2 new corrections", Do("import", At("in.jsonl")), StringComparison.Ordinal);
        Assert.Contains("0 new corrections", Do("import", At("in.jsonl")), StringComparison.Ordinal);
        Assert.Contains("1  accepted", Do("accept", "1", "--author", "ann"), StringComparison.Ordinal);
        Assert.Contains("1  disputed", Do("reject", "1", "--author", "bob"), StringComparison.Ordinal);
        Assert.Contains("1 corrections were judged twice or more, 1 are disputed", Do("agreement"), StringComparison.Ordinal);
        Assert.Contains("taken back: judge 1", Do("undo", "--author", "bob"), StringComparison.Ordinal);
        Do("export", At("out.jsonl"), "--state", "accepted");
        Assert.Equal("1", Assert.Single(CorrectionFile.Read(At("out.jsonl"))).Id);
        Assert.Equal(5, Do("history").Count(c => c == '\n'));
        Assert.Contains("negative → positive", Do("list"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_example_is_erased()
    {
        CorrectionFile.Write(At("in.jsonl"), [Relabel("1")]);
        Do("import", At("in.jsonl"));
        Assert.Contains("1 corrections erased", Do("erase", "example 1"), StringComparison.Ordinal);
        Assert.Contains("0 corrections", Do("list"), StringComparison.Ordinal);
    }

    private string Do(string verb, params string[] arguments)
    {
        var session = Session.Run(["corrections", verb, .. arguments, "--store", At("store.db")]);
        Assert.True(session.Code == 0, session.Errors);
        return session.Output;
    }

    private string At(string name) => Path.Combine(folder, name);

    private static Correction Relabel(string id) => new()
    {
        Id = id, ExampleId = $"example {id}", Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels("negative"), New = Annotation.OfLabels("positive"), Author = "finegrain", Time = DateTimeOffset.UnixEpoch,
    };
}
