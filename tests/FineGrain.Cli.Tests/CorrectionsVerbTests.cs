using FineGrain.Core.Corrections;
using FineGrain.Data.Reading;

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

    [Fact]
    public void A_history_goes_into_another_store()
    {
        CorrectionFile.Write(At("in.jsonl"), [Relabel("1"), Relabel("2")]);
        Do("import", At("in.jsonl"));
        Do("accept", "1", "--author", "ann", "--reason", "sure");
        Assert.Contains("3 events in", Do("export", At("all.jsonl"), "--history", At("history.jsonl")), StringComparison.Ordinal);
        var session = Session.Run("corrections", "import", At("history.jsonl"), "--store", At("other.db"));
        Assert.Contains("2 new corrections with their history", session.Output, StringComparison.Ordinal);
        var history = Session.Run("corrections", "history", "1", "--store", At("other.db")).Output;
        Assert.Contains("judge       ann  1  sure", history, StringComparison.Ordinal);
    }

    [Fact]
    public void An_example_is_erased_from_versions_and_the_files_that_still_hold_it_are_listed()
    {
        ExampleFile.Write(At("train.jsonl"), [new() { Id = "example 1", Text = "Mrs Smith liked it", Labels = ["negative"] }, new() { Id = "example 2", Text = "good film", Labels = ["positive"] }]);
        CorrectionFile.Write(At("in.jsonl"), [Relabel("1") with { Text = "Mrs Smith liked it", State = CorrectionState.Accepted }]);
        Do("import", At("in.jsonl"));
        var made = Session.Run("patch", "make", "mend", "--corrections", At("in.jsonl"), "--out", At("mend.json"));
        Assert.True(made.Code == 0, made.Errors);
        var applied = Session.Run("patch", "apply", At("mend.json"), "--data", At("train.jsonl"), "--versions", At("versions")).Output;
        var erased = Do("erase", "example 1", "--versions", At("versions"));
        Assert.Contains($"version {applied[..12]} is now ", erased, StringComparison.Ordinal);
        Assert.Contains("2 versions and 1 patches are without it", erased, StringComparison.Ordinal);
        Assert.Contains("1 corrections erased", erased, StringComparison.Ordinal);
        Assert.Equal([At("in.jsonl"), At("train.jsonl")], erased.Split('\n').Where(l => l.StartsWith("still in ", StringComparison.Ordinal)).Select(l => l["still in ".Length..].TrimEnd()));
        Assert.Contains("is no folder", Session.Run("corrections", "erase", "x", "--versions", At("nowhere"), "--store", At("store.db")).Errors, StringComparison.Ordinal);
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
