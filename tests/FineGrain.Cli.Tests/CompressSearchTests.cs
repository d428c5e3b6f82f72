using FineGrain.Cli.Compressing;
using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

public sealed class CompressSearchTests(TinyRun tiny) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-search-").FullName;

    private string Out => Path.Combine(folder, "best");

    [Fact]
    public void A_search_lists_tries_draws_and_ships_the_best_that_keeps_the_contract_and_goes_on_after_a_stop()
    {
        var list = Session.Run("compress", tiny.Model, "--size", "10MB", "--p95", "1s", "--threads", "1", "--list");
        Assert.True(list.Code == 0, list.Errors);
        Assert.Contains("student-cnn-int8", list.Output, StringComparison.Ordinal);
        Assert.Contains("pruned-50-float32", list.Output, StringComparison.Ordinal);
        Assert.Contains("training takes about", list.Output, StringComparison.Ordinal);

        string[] command = ["compress", tiny.Model, "--size", "10MB", "--p95", "1s", "--max-drop", "100", "--threads", "1", "--out", Out, "--set", "training.epochs=2"];
        var stopped = Session.RunStoppedAt("found   pruned-50-float32", command);
        Assert.Equal(130, stopped.Code);
        Assert.False(Directory.Exists(Out));
        var session = Session.Run(command);
        Assert.True(session.Code == 0, session.Errors);
        Assert.DoesNotContain("try     pruned-50-float32", session.Output, StringComparison.Ordinal); // found before the stop
        Assert.DoesNotContain("cost    ", session.Output, StringComparison.Ordinal);
        Assert.Contains("★", session.Output, StringComparison.Ordinal);
        using (var predictor = Predictor.Open(Out)) Assert.Contains(predictor.Predict("fine meal").Labels[0], (string[])["positive", "negative"]);
        var page = File.ReadAllText($"{Out}.search.html");
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("chosen", page, StringComparison.Ordinal);
        Assert.Equal(["best", "best.search.html"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_budget_that_nothing_can_meet_trains_nothing_and_names_the_nearest()
    {
        var session = Session.Run("compress", tiny.Model, "--size", "2KB", "--threads", "1", "--out", Out);
        Assert.Equal(1, session.Code);
        Assert.Contains("nothing that was tried can meet it on this machine", session.Errors, StringComparison.Ordinal);
        Assert.Contains("the smallest is", session.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("try     ", session.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Theory]
    [InlineData("--p95", "soon", "'soon' is no time")]
    [InlineData("--size", "-3MB", "'-3MB' is no size")]
    [InlineData("--size", "many", "'many' is no size")]
    public void Limits_that_are_none_are_refused(string option, string value, string expected)
    {
        var session = Session.Run("compress", tiny.Model, $"{option}={value}", "--out", Out);
        Assert.Equal(1, session.Code);
        Assert.Contains(expected, session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_of_limits_are_read()
    {
        Assert.Equal((5, 200, 7.5), (Contract.Milliseconds("5ms"), Contract.Milliseconds("0.2s"), Contract.Milliseconds("7.5")));
        Assert.Equal((25_000_000, 800_000, 1_500_000_000), (Contract.Size("25MB"), Contract.Size("800kb"), Contract.Size("1.5GB")));
    }

    [Fact]
    public void The_winner_keeps_every_limit_and_has_the_highest_score()
    {
        var contract = new Contract(P95: 5, Bytes: 10_000_000, MaxDrop: 0.5);
        Candidate exact = Make("exact", 84.0, 4, 9), slow = Make("slow", 85, 6, 9), large = Make("large", 85, 4, 11), poor = Make("poor", 83.4, 1, 1), quick = Make("quick", 84.0, 3, 9);
        Assert.Equal(quick, Search.Winner([exact, slow, large, poor, quick], contract));
        Assert.Null(Search.Winner([slow, large, poor], contract));
        Assert.Equal(["poor-int8", "quick-int8", "large-int8", "slow-int8"], Candidate.Front([exact, slow, large, poor, quick]).Select(c => c.Name));

        static Candidate Make(string name, double score, double p95, double megabytes) =>
            new(new() { Name = name }, "int8", new((long)(megabytes * 1e6), p95, p95, 100)) { Score = new("accuracy", 84, score, -1, 1, 0.5, 100) };
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
