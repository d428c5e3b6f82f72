using System.Net;
using System.Text.RegularExpressions;
using FineGrain.Analysis;
using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

[Collection(nameof(Alone))]
public sealed class RunVerbTests(TinyRun tiny)
{
    [Fact]
    public void A_run_leaves_every_file_of_every_stage()
    {
        Assert.True(tiny.Session.Code == 0, tiny.Session.Errors + tiny.Session.Output);
        string[] files = ["data/train.jsonl", "data/dev.jsonl", "data/test.jsonl", "seed-1/model/finegrain.json", "seed-2/steps.jsonl", "model/model.onnx", "model/MODEL_CARD.md",
            "model/model.safetensors", "model/tokenizer.json", "predictions-dev.jsonl", "predictions-test.jsonl", "scores.json", "findings.json", "report.html"];
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
    public void The_report_shows_everything_that_the_run_knows()
    {
        var page = WebUtility.HtmlDecode(File.ReadAllText(Path.Combine(tiny.Out, "report.html")));
        string[] parts =
        [
            "<h1>tiny</h1>", "transformer over 20 word tokens, seed ", $"{File.GetLastWriteTimeUtc(Path.Combine(tiny.Out, "scores.json")):yyyy-MM-dd HH:mm}",
            ">Over seeds</h2>", "<h3>loss</h3>", "seed 2, dev<b>", "<h3>learning rate</h3>", "<h3>dev accuracy</h3>", ">Most confident mistakes<|>Hardest examples<",
            "<td class=\"label\">train</td>", "<td class=\"label\">test</td>", "positive: 12 (50.0%)|positive: 12 (50%)", ">none<",
            "learning_rate</span>: 0.01", "<dt>FineGrain</dt>", "<dt>libtorch</dt>", "<dt>ONNX Runtime</dt>", "<dt>.NET</dt>", "<dt>system</dt>", "<dt>processor</dt>",
            "<dt>seeds</dt><dd>1, 2</dd>", "<dt>threads</dt><dd>1</dd>", $"<dt>data</dt><dd>{ModelFolder.Open(tiny.Model).Manifest.DataHash}</dd>",
        ];
        Assert.All(parts, part => Assert.True(part.Split('|').Any(p => page.Contains(p, StringComparison.Ordinal)), $"the report lacks {part}"));
        Assert.True(page.IndexOf("id=\"evaluation-0\">Test", StringComparison.Ordinal) > 0, "test comes first");
    }

    [Fact]
    public void The_model_folder_carries_the_calibration_and_the_predictor_honours_it()
    {
        var target = tiny.At("calibrated");
        var session = Session.Run("run", tiny.Recipe, "--out", target, "--set", "training.epochs=1", "training.seeds=[1]", "evaluation.calibration=temperature", "evaluation.abstain_below=1");
        Assert.True(session.Code == 0, session.Errors);
        var manifest = ModelFolder.Open(Path.Combine(target, "model")).Manifest;
        Assert.Equal("temperature", manifest.Calibration!.Method);
        Assert.NotEqual(1, manifest.Temperature);
        Assert.Equal(["none", "temperature"], manifest.Calibration.LogLoss.Keys);
        Assert.NotEmpty(manifest.Calibration.Nonconformity);
        var scores = ScoresFile.Read(Path.Combine(target, "scores.json"));
        Assert.Contains(scores, s => s is { Split: "test", Metric: "ece-uncalibrated" });
        Assert.Contains(scores, s => s is { Split: "test", Metric: "accuracy", Support: 12 }); // scored with every answer given

        var abstained = Session.Run("predict", Path.Combine(target, "model"), "good film", "--coverage", "0.5");
        Assert.Contains("\"labels\":[]", abstained.Output, StringComparison.Ordinal);
        Assert.Contains("\"abstained\":true", abstained.Output, StringComparison.Ordinal);
        Assert.Contains("\"candidates\":[", abstained.Output, StringComparison.Ordinal);
        var forced = Session.Run("predict", Path.Combine(target, "model"), "good film", "--abstain-below", "0");
        Assert.DoesNotContain("abstained", forced.Output, StringComparison.Ordinal);
        Assert.Equal(2, Session.Run("predict", Path.Combine(target, "model"), "x", "--coverage", "1").Code);
    }

    [Fact]
    public void Rows_that_leak_are_shown_with_the_clean_split()
    {
        File.WriteAllText(tiny.At("held.csv"), "text,label\n\"good film, good\",positive\nnothing of the kind,negative\na song,positive\n");
        var target = tiny.At("leaking");
        var session = Session.Run("run", tiny.Recipe, "--out", target, "--set", "data.dev=[{path: held.csv}]", "data.test=[{path: held.csv}]", "data.split={dev: 0, test: 0}", "training.epochs=1", "training.seeds=[1]", "data.leaks=keep");
        Assert.True(session.Code == 0, session.Errors);
        var page = WebUtility.HtmlDecode(File.ReadAllText(Path.Combine(target, "report.html")));
        Assert.Contains("1 of 3 test rows also stand in the training files; test-clean is without them.", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"label\">test-clean</td><td class=\"num\">2</td>", page, StringComparison.Ordinal);
        Assert.Contains("id=\"evaluation-1\">Test, clean", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed 1  step 8/")]
    [InlineData("seed 2  step 16/")]
    public void A_run_stopped_between_two_checkpoints_goes_on_to_the_same_weights(string moment)
    {
        // A dev evaluation every four steps, an epoch of six: the stop falls inside an epoch, and the best weights so far must survive it.
        string[] settings = ["--jobs", "1", "--set", "training.stopping.every_steps=4"];
        var (whole, broken) = (tiny.At("whole"), tiny.At($"broken-{moment[5]}"));
        Assert.Equal(0, Session.Run(["train", tiny.Recipe, "--out", whole, .. settings]).Code);
        var stopped = Session.RunStoppedAt(moment, ["train", tiny.Recipe, "--out", broken, .. settings]);
        Assert.Equal(130, stopped.Code);
        Assert.DoesNotContain($"{moment[..6]}  step {int.Parse(moment[13..^1], null) + 4}/", stopped.Output, StringComparison.Ordinal);
        var resumed = Session.Run(["train", tiny.Recipe, "--out", broken, "--resume", .. settings]);
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Contains($"{moment[..6]}  goes on after step {moment[13..^1]}\n", resumed.Output, StringComparison.Ordinal);
        foreach (var file in (string[])["seed-1/model/model.safetensors", "seed-2/model/model.safetensors", "seed-2/model/model.onnx", "model/model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)), File.ReadAllBytes(Path.Combine(broken, file)));
        foreach (var seed in (int[])[1, 2]) Assert.Equal(Steps(whole, seed), Steps(broken, seed));
    }

    [Fact]
    public void A_finished_run_has_nothing_to_resume()
    {
        var target = tiny.At("finished");
        Assert.Equal(0, Session.Run("train", tiny.Recipe, "--out", target, "--set", "training.epochs=1").Code);
        var again = Session.Run("train", tiny.Recipe, "--out", target, "--resume", "--set", "training.epochs=1");
        Assert.Equal(0, again.Code);
        Assert.Contains("seed 1  is done already", again.Output, StringComparison.Ordinal);
        Assert.Equal(1, Session.Run("train", tiny.Recipe, "--out", target, "--set", "data.train[0].path=nowhere.csv").Code);
        Assert.True(File.Exists(Path.Combine(target, "model", "finegrain.json")), "a run that could not begin has taken the model of the last one");
    }

    /// <summary>What the log says of every step, without its time.</summary>
    private static IEnumerable<string> Steps(string folder, int seed) =>
        File.ReadLines(Path.Combine(folder, $"seed-{seed}", "steps.jsonl")).Select(l => Regex.Replace(l, "\"seconds\":[^,}]*", ""));

    [Fact]
    public void A_missing_data_file_is_named()
    {
        var session = Session.Run("run", tiny.Recipe, "--set", "data.train[0].path=nowhere.csv", "--out", tiny.At("missing"));
        Assert.Equal(1, session.Code);
        Assert.Contains("nowhere.csv", session.Errors, StringComparison.Ordinal);
    }
}
