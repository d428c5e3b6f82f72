using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

/// <summary>Models of task aspects go through compress and calibrate as others do.</summary>
public sealed class SmallAspectModelsTests(TinyAspectRuns tiny) : IClassFixture<TinyAspectRuns>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-aspects-small-").FullName;

    private string Out => Path.Combine(folder, "small");

    [Theory]
    [InlineData("--precision", "int8")]
    [InlineData("--prune", "inner=0.5", "heads=0.4")]
    public void A_smaller_model_finds_the_same_triplets(params string[] steps)
    {
        var session = Session.Run(["compress", tiny.Triplets, .. steps, "--max-drop", "20", "--threads", "1", "--out", Out]);
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("triplet-f1", session.Output, StringComparison.Ordinal);
        using var predictor = Predictor.Open(Out);
        Assert.Equal([new Triplet(new(4, 8, "POS"), new(12, 17, "opinion"))], predictor.Predict("the room is great").Triplets!);
    }

    [Theory]
    [InlineData("--precision", "int8")]
    [InlineData("--prune", "inner=0.5", "heads=0.4")]
    public void A_smaller_model_judges_categories_nearly_as_before(params string[] steps)
    {
        var session = Session.Run(["compress", tiny.Categories, .. steps, "--max-drop", "20", "--threads", "1", "--out", Out]);
        Assert.True(session.Code == 0, session.Errors);
        using var before = Predictor.Open(tiny.Categories);
        using var after = Predictor.Open(Out);
        foreach (var text in (string[])["great room", "awful food", "nothing to say"])
        {
            var (expected, actual) = (before.Predict(text).Probabilities, after.Predict(text).Probabilities);
            Assert.Equal(expected.Keys, actual.Keys);
            Assert.All(actual, p => Assert.Equal(expected[p.Key], p.Value, 0.35));
        }
    }

    [Fact]
    public void Categories_are_judged_on_a_file_that_is_named()
    {
        var (model, data) = (tiny.Categories, Path.Combine(folder, "held.jsonl"));
        File.Copy(tiny.DataOf("categories"), data);
        var session = Session.Run("compress", model, "--precision", "int8", "--data", data, "--max-drop", "20", "--threads", "1", "--out", Out);
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("on 108 examples", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_confidence_in_asked_polarities_is_calibrated()
    {
        var target = Path.Combine(folder, "calibrated");
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(tiny.Polarities)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        var session = Session.Run("calibrate", target, "--data", tiny.DataOf("polarities"), "--input-format", "three-line", "--method", "temperature");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("fitted on 72 examples", session.Output, StringComparison.Ordinal); // an example for each aspect
        var manifest = ModelFolder.Open(target).Manifest;
        Assert.Equal("temperature", manifest.Calibration!.Method);
        Assert.NotEqual(1, manifest.Temperature);
        string[] question = ["great room but awful food", "--aspect", "food"];
        var (before, after) = (Session.Run(["predict", tiny.Polarities, .. question]), Session.Run(["predict", target, .. question]));
        Assert.Contains("\"labels\":[\"negative\"]", after.Output, StringComparison.Ordinal);
        Assert.NotEqual(before.Output, after.Output);
    }

    [Fact]
    public void Aspects_without_polarity_do_not_calibrate()
    {
        var data = Path.Combine(folder, "bare.jsonl");
        File.WriteAllText(data, """{"text":"great room","aspects":[{"start":6,"end":10}]}""" + "\n");
        var session = Session.Run("calibrate", tiny.Polarities, "--data", data);
        Assert.Equal(1, session.Code);
        Assert.Contains("bare.jsonl:1: has no label. Calibration needs the gold label of every example; give each aspect its polarity.", session.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
