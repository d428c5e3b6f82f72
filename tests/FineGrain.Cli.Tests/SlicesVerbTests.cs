using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

public sealed class SlicesVerbTests(TinyRun tiny)
{
    private string Predictions(string name, Func<int, bool> wrong)
    {
        var path = tiny.At(name);
        File.WriteAllLines(path, Enumerable.Range(0, 200).Select(i =>
            $$"""{"id":"{{i}}","text":"{{(i % 4 == 0 ? "not a film" : "a film")}}","labels":["{{(wrong(i) ? "no" : "yes")}}"],"gold":["yes"],"fields":{"source":"{{(i % 2 == 0 ? "web" : "paper")}}"} }"""));
        return path;
    }

    [Fact]
    public void A_run_leaves_findings() => Assert.NotNull(FindingsFile.Read(Path.Combine(tiny.Out, "findings.json")));

    [Fact]
    public void A_run_folder_is_searched_with_its_training_data()
    {
        var session = Session.Run("slices", tiny.Out, "--split", "test", "--by", "unseen");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("accuracy ", session.Output, StringComparison.Ordinal);
        Assert.Contains("on 12 examples", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_are_scored_and_the_worst_becomes_a_finding()
    {
        var path = Predictions("sliced.jsonl", i => i % 4 == 0);
        var session = Session.Run("slices", path, "--where", "negation", "--by", "source", "--examples", "1");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("     50  0.0000 [0.0000, 0.0713]  1.000 <0.0001 100.0 %  0.2500  negation", session.Output, StringComparison.Ordinal);
        Assert.Contains("source == 'web'", session.Output, StringComparison.Ordinal);
        Assert.Contains("negation  0  gold yes, answered no  not a film", session.Output, StringComparison.Ordinal);

        var findings = tiny.At("found.json");
        var search = Session.Run("slices", path, "--findings", findings);
        Assert.Contains("worse than the rest beyond chance", search.Output, StringComparison.Ordinal);
        Assert.Contains(FindingsFile.Read(findings), f => f is { Support: 50, Score: 0 });
    }

    [Fact]
    public void Two_models_stand_side_by_side()
    {
        var session = Session.Run("slices", Predictions("a.jsonl", i => i % 4 == 0), "--against", Predictions("b.jsonl", i => i % 8 == 0), "--where", "negation");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("     50  0.0000  0.5000  +0.5000      25       0 <0.0001  negation", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_of_spans_say_themselves_what_they_are()
    {
        var path = tiny.At("spans.jsonl");
        File.WriteAllLines(path, Enumerable.Range(0, 100).Select(i => i % 2 == 0
            ? $$"""{"id":"{{i}}","text":"Ann here","spans":[{"start":0,"end":3,"label":"PER","score":0.9}],"gold_spans":[{"start":0,"end":3,"label":"PER"}]}"""
            : $$"""{"id":"{{i}}","text":"Rome here","spans":[],"gold_spans":[{"start":0,"end":4,"label":"LOC"}]}"""));
        var session = Session.Run("slices", path, "--by", "entity_label", "--examples", "1");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("span-f1 0.6667 on 100 examples", session.Output, StringComparison.Ordinal);
        Assert.Contains("entity_label == 'LOC'  1  gold [Rome LOC], answered []  Rome here", session.Output, StringComparison.Ordinal);
        Assert.Contains("cut by the labels of their gold spans: 'entity_label'", Session.Run("slices", path, "--by", "gold").Errors, StringComparison.Ordinal);

        var page = tiny.At("spans.md");
        Assert.Equal(0, Session.Run("report", path, "--out", page).Code);
        Assert.Contains("entity_label == 'LOC'", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_expression_is_bad_input()
    {
        var session = Session.Run("slices", Predictions("c.jsonl", _ => false), "--where", "negaton");
        Assert.Equal(1, session.Code);
        Assert.StartsWith("where:1: property 'negaton' is unknown for these predictions. Did you mean 'negation'?", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_folder_is_calibrated_again_and_stays_whole()
    {
        var target = tiny.At("recalibrated");
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(tiny.Model)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        var session = Session.Run("calibrate", target, "--data", Path.Combine(tiny.Out, "data", "train.jsonl"), "--label-column", "labels", "--method", "isotonic", "--abstain-below", "0.5");
        Assert.True(session.Code == 0, session.Errors);
        var manifest = ModelFolder.Open(target).Manifest;
        Assert.Equal("isotonic", manifest.Calibration!.Method);
        Assert.Equal(0.5, manifest.AbstainBelow);
        Assert.Equal(manifest.Labels.Count, manifest.Calibration.Curves.Count);
        ModelFolder.Open(target).Verify();
        Assert.Equal(ModelFolder.Open(tiny.Model).Manifest.Files["model.onnx"], manifest.Files["model.onnx"]);
    }
}
