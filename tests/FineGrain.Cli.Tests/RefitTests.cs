using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

/// <summary>A run that trains once more on train and dev together, beside the same run without.</summary>
[Collection(nameof(Alone))]
public sealed class RefitTests(TinyRun tiny)
{
    [Fact]
    public void A_refit_keeps_what_dev_chose_and_gives_out_the_network_that_learnt_dev_too()
    {
        var target = tiny.At("refit");
        var run = Session.Run("run", tiny.Recipe, "--out", target, "--set", "training.refit=true");
        Assert.True(run.Code == 0, run.Errors + run.Output);
        Assert.Contains("refit   seed 2 on 36 of train and dev, ", run.Output, StringComparison.Ordinal);

        byte[] Weights(string model) => File.ReadAllBytes(Path.Combine(target, model, "model.safetensors"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(tiny.Out, "seed-2/model/model.safetensors")), Weights("seed-2/model"));
        Assert.Equal(File.ReadAllText(Path.Combine(tiny.Out, "predictions-dev.jsonl")), File.ReadAllText(Path.Combine(target, "predictions-dev.jsonl")));
        Assert.NotEqual(File.ReadAllText(Path.Combine(tiny.Out, "predictions-test.jsonl")), File.ReadAllText(Path.Combine(target, "predictions-test.jsonl")));
        Assert.True(Weights("model").AsSpan().SequenceEqual(Weights("refit/seed-1/model")) || Weights("model").AsSpan().SequenceEqual(Weights("refit/seed-2/model")));

        ModelManifest chosen = ModelFolder.Open(Path.Combine(target, "seed-2/model")).Manifest, refit = ModelFolder.Open(Path.Combine(target, "refit/seed-2/model")).Manifest;
        Assert.Equal((chosen.Temperature, chosen.Calibration?.Method), (refit.Temperature, refit.Calibration?.Method));
        Assert.Contains("trained once more on train and dev", File.ReadAllText(Path.Combine(target, "model/MODEL_CARD.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refit_of_the_last_weights_takes_the_whole_schedule()
    {
        var target = tiny.At("refit-last");
        var run = Session.Run("train", tiny.Recipe, "--out", target, "--set", "training.refit=true", "--set", "training.stopping.keep=last", "--set", "training.seeds=[1]");
        Assert.True(run.Code == 0, run.Errors + run.Output);
        Assert.Equal(6 * 36 / 4, File.ReadLines(Path.Combine(target, "refit/seed-1/steps.jsonl")).Count()); // epochs · rows / batch
    }

    [Fact]
    public void A_stopped_refit_goes_on_to_the_same_weights()
    {
        string whole = tiny.At("refit-whole"), target = tiny.At("refit-stopped");
        string[] settings = ["--set", "training.refit=true", "--set", "training.seeds=[1]"];
        Assert.Equal(0, Session.Run(["train", tiny.Recipe, "--out", whole, .. settings]).Code);
        var stopped = Session.RunStoppedAt("refit   seed 1", ["train", tiny.Recipe, "--out", target, .. settings]);
        Assert.Equal(130, stopped.Code);
        Assert.False(Directory.Exists(Path.Combine(target, "refit/seed-1/model")));
        var resumed = Session.Run(["train", tiny.Recipe, "--out", target, "--resume", .. settings]);
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model/model.safetensors")), File.ReadAllBytes(Path.Combine(target, "model/model.safetensors")));
    }
}
