using FineGrain.Analysis;
using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

public sealed class RunVerbTests(TinyRun tiny)
{
    [Fact]
    public void A_run_leaves_every_file_of_every_stage()
    {
        Assert.True(tiny.Session.Code == 0, tiny.Session.Errors + tiny.Session.Output);
        string[] files = ["data/train.jsonl", "data/dev.jsonl", "data/test.jsonl", "seed-1/model/finegrain.json", "seed-2/steps.jsonl", "model/model.onnx", "model/MODEL_CARD.md",
            "model/model.safetensors", "model/tokenizer.json", "predictions-dev.jsonl", "predictions-test.jsonl", "scores.json", "report.html"];
        Assert.All(files, f => Assert.True(File.Exists(Path.Combine(tiny.Out, f)), $"{f} is missing"));
    }

    [Fact]
    public void Scores_list_each_seed_and_their_mean()
    {
        var accuracies = ScoresFile.Read(Path.Combine(tiny.Out, "scores.json")).Where(s => s is { Split: "test", Metric: "accuracy" }).ToList();
        Assert.Equal([1, 2, null], accuracies.Select(s => s.Seed));
        Assert.Equal((accuracies[0].Value + accuracies[1].Value) / 2, accuracies[2].Value, 12);
        Assert.Equal(12, accuracies[0].Support);
    }

    [Fact]
    public void The_model_folder_carries_recipe_scores_and_self_tests()
    {
        var manifest = ModelFolder.Open(tiny.Model).Manifest;
        Assert.StartsWith("name: tiny\n", manifest.Recipe, StringComparison.Ordinal);
        Assert.Contains(manifest.Scores, s => s.Metric == "accuracy");
        Assert.True(manifest.SelfTests.Count >= 4);
        Assert.Equal(64, manifest.DataHash.Length);
    }

    [Fact]
    public void A_stopped_run_goes_on_to_the_same_weights()
    {
        var target = tiny.At("stopped");
        var stopped = Session.RunStopped("run", tiny.Recipe, "--out", target);
        Assert.Equal(130, stopped.Code);
        Assert.Contains("--resume", stopped.Errors, StringComparison.Ordinal);
        var resumed = Session.Run("run", tiny.Recipe, "--out", target, "--resume");
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Equal(File.ReadAllBytes(Path.Combine(tiny.Out, "seed-2/model/model.safetensors")), File.ReadAllBytes(Path.Combine(target, "seed-2/model/model.safetensors")));
    }

    [Fact]
    public void A_finished_run_has_nothing_to_resume()
    {
        var target = tiny.At("finished");
        Assert.Equal(0, Session.Run("train", tiny.Recipe, "--out", target, "--set", "training.epochs=1").Code);
        var again = Session.Run("train", tiny.Recipe, "--out", target, "--resume", "--set", "training.epochs=1");
        Assert.Equal(0, again.Code);
        Assert.Contains("seed 1  is done already", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_data_file_is_named()
    {
        var session = Session.Run("run", tiny.Recipe, "--set", "data.train[0].path=nowhere.csv", "--out", tiny.At("missing"));
        Assert.Equal(1, session.Code);
        Assert.Contains("nowhere.csv", session.Errors, StringComparison.Ordinal);
    }
}
