using FineGrain.Cli.Pipeline;

namespace FineGrain.Cli.Tests;

[Collection(nameof(Alone))]
public sealed class ParallelSeedsTests(TinyRun tiny)
{
    [Fact]
    public void Seeds_trained_side_by_side_have_the_weights_of_seeds_trained_one_after_the_other()
    {
        var (apart, together) = (tiny.At("apart"), tiny.At("together"));
        Assert.Equal(0, Session.Run("train", tiny.Recipe, "--out", apart, "--jobs", "1").Code);
        var session = Session.Run("train", tiny.Recipe, "--out", together, "--jobs", "2");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("seed 1  step ", session.Output, StringComparison.Ordinal);
        Assert.Contains("seed 2  step ", session.Output, StringComparison.Ordinal);
        foreach (var file in (string[])["seed-1/model/model.safetensors", "seed-2/model/model.safetensors", "seed-2/model/finegrain.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(apart, file)), File.ReadAllBytes(Path.Combine(together, file)));
    }

    [Fact]
    public void A_stop_reaches_every_seed_and_all_go_on_to_the_same_weights()
    {
        string[] settings = ["--jobs", "2", "--set", "training.epochs=60", "training.stopping.every_steps=4"];
        var (whole, broken) = (tiny.At("unbroken"), tiny.At("interrupted"));
        Assert.Equal(0, Session.Run(["train", tiny.Recipe, "--out", whole, .. settings]).Code);
        var stopped = Session.RunStoppedAt("seed 1  step 8/", ["train", tiny.Recipe, "--out", broken, .. settings]);
        Assert.True(stopped.Code == 130, stopped.Errors + stopped.Output);
        var resumed = Session.Run(["train", tiny.Recipe, "--out", broken, "--resume", .. settings]);
        Assert.True(resumed.Code == 0, resumed.Errors);
        foreach (var seed in (int[])[1, 2])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, $"seed-{seed}/model/model.safetensors")), File.ReadAllBytes(Path.Combine(broken, $"seed-{seed}/model/model.safetensors")));
    }

    [Fact]
    public void What_a_seed_complains_about_is_said_once_and_ends_the_run()
    {
        var target = tiny.At("blocked");
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, "seed-2"), "a file where the folder of seed 2 should be");
        var session = Session.Run("train", tiny.Recipe, "--out", target, "--jobs", "2");
        Assert.Equal(1, session.Code);
        Assert.StartsWith("seed 2: ", session.Errors, StringComparison.Ordinal);
        Assert.Contains("seed-2", session.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("This is a bug", session.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 3, 1, 2, 2)]
    [InlineData(0, 3, 0, 8, 1)]
    [InlineData(0, 3, 4, 8, 2)]
    [InlineData(0, 1, 1, 8, 1)]
    [InlineData(5, 3, 1, 2, 3)]
    [InlineData(0, 0, 1, 2, 1)]
    public void As_many_seeds_run_at_once_as_the_cores_carry(int asked, int seeds, int threads, int cores, int expected) =>
        Assert.Equal(expected, SeedProcesses.Jobs(asked, seeds, threads, cores));
}
