using System.Text.Json;
using FineGrain.Analysis;
using FineGrain.Core;

namespace FineGrain.Cli.Tests;

/// <summary>Whether label sets hold the gold label as often as was asked.</summary>
public sealed class CoverageTests(TinyRun tiny)
{
    [Fact]
    public void Evaluate_counts_the_sets_that_predict_gives()
    {
        // The run's dev split is too small for sets: the model is calibrated again on more.
        var model = tiny.At("covered");
        Directory.CreateDirectory(model);
        foreach (var file in Directory.GetFiles(tiny.Model)) File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        var calibrated = Session.Run("calibrate", model, "--data", tiny.At("data.csv"));
        Assert.True(calibrated.Code == 0, calibrated.Errors);

        var session = Session.Run("evaluate", model, "--data", tiny.At("data.csv"), "--coverage", "0.9", "--output", tiny.At("covered.json"));
        Assert.True(session.Code == 0, session.Errors);
        var rows = Session.Run("predict", model, "--input", tiny.At("data.csv"), "--coverage", "0.9").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, CoreJson.Line.Prediction)!).ToList();
        var scores = ScoresFile.Read(tiny.At("covered.json"));
        Assert.Equal(rows.Average(r => r.Candidates!.Contains(r.Gold![0]) ? 1.0 : 0), scores.Single(s => s.Metric == "coverage").Value, 12);
        Assert.Equal(rows.Average(r => (double)r.Candidates!.Count), scores.Single(s => s.Metric == "set-size").Value, 12);
        Assert.Matches(@"test +label sets: gold inside [01]\.\d{4} \[[01]\.\d{4}, [01]\.\d{4}\] where 0\.9 was asked; \d\.\d{3} labels a set, \d+ of one, \d+ empty  \(48 examples\)", session.Output);
    }

    [Fact]
    public void Coverage_of_predictions_or_out_of_range_is_refused()
    {
        Assert.Contains("needs a model folder", Session.Run("evaluate", Path.Combine(tiny.Out, "predictions-test.jsonl"), "--coverage", "0.9").Errors, StringComparison.Ordinal);
        Assert.Contains("--coverage must be between 0 and 1", Session.Run("evaluate", tiny.Model, "--data", tiny.At("data.csv"), "--coverage", "1").Errors, StringComparison.Ordinal);
    }
}
