using FineGrain.Feedback.Patches;

namespace FineGrain.Cli.Tests;

public sealed class TuneVerbTests(TinyRun tiny)
{
    private static readonly string[] Search = ["--search", "training.optimizer.learning_rate=1e-4..1e-1 log", "--search", "training.batch_size=[4, 8]", "--set", "training.seeds=[1]", "training.epochs=3"];

    [Fact]
    public void A_search_prunes_resumes_and_leaves_page_patch_and_command()
    {
        var folder = tiny.At("tune");
        var stopped = Session.RunStoppedAt("trial   2", ["tune", tiny.Recipe, "--out", folder, "--trials", "4", "--jobs", "1", .. Search]);
        Assert.Equal(130, stopped.Code);
        var done = Session.Run(["tune", tiny.Recipe, "--out", folder, "--trials", "4", "--jobs", "2", .. Search]);
        Assert.True(done.Code == 0, done.Errors);
        Assert.Contains("epochs 1 → 3; 2 trials are done already", done.Output, StringComparison.Ordinal);
        Assert.Contains("best    accuracy ", done.Output, StringComparison.Ordinal);
        Assert.Contains("importance", done.Output, StringComparison.Ordinal);
        var lines = File.ReadAllLines(Path.Combine(folder, "study.jsonl"));
        Assert.InRange(lines.Length, 5, 6); // four settings with one epoch, the best third of those that were done with three
        Assert.Equal(2, PatchFile.Read(Path.Combine(folder, "best.patch.json")).Recipe.Count);
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(folder, "study.html")), StringComparison.Ordinal);
        // Only the best trial keeps its model.
        Assert.Single(Directory.EnumerateFiles(folder, "model.safetensors", SearchOption.AllDirectories));
        var other = Session.Run(["tune", tiny.Recipe, "--out", folder, .. Search, "model.width=24"]);
        Assert.Contains("a search of another recipe", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_key_is_refused_before_anything_is_trained()
    {
        var session = Session.Run("tune", tiny.Recipe, "--search", "training.optimiser.learning_rate=1e-4..1e-1 log", "--out", tiny.At("none"));
        Assert.Equal(1, session.Code);
        Assert.Contains("optimizer", session.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(tiny.At("none")));
    }

    [Fact]
    public void Values_that_do_not_go_together_fail_their_trial_and_not_the_search()
    {
        // A width of 13 cannot be cut into 3 heads.
        var session = Session.Run("tune", tiny.Recipe, "--search", "model.width=[12, 13]", "--trials", "4", "--sampler", "random", "--prune", "none", "--out", tiny.At("odd"), "--set", "training.seeds=[1]", "training.epochs=1");
        Assert.True(session.Code is 0 or 1, session.Errors);
        Assert.DoesNotContain("This is a bug", session.Errors, StringComparison.Ordinal);
    }
}
