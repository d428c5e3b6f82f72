using System.Globalization;
using System.Runtime.InteropServices;
using FineGrain.Analysis;
using FineGrain.Analysis.Reporting;
using FineGrain.Cli.Doctoring;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Training;

namespace FineGrain.Cli.Pipeline;

/// <summary>Gathers what the report and the model card show.</summary>
internal static class RunReport
{
    /// <summary>Splits by how much they say about the model on new text.</summary>
    private static readonly string[] Importance = ["test", "test-clean", "dev", "dev-clean", "train"];

    public static ReportData Of(Preparation prepared, RunFolder folder, int bestSeed, IReadOnlyList<EvaluationResult> best, IReadOnlyList<Score> scores)
    {
        var (recipe, data) = (prepared.Recipe, prepared.Data);
        var metric = DevMetric.Of(recipe.Training.Stopping.Metric, recipe.Target).Name;
        return new()
        {
            Name = recipe.Name,
            Subtitle = $"{Subtitle(prepared)}, seed {bestSeed}",
            Finished = File.GetLastWriteTimeUtc(folder.Scores), // of the run, not of this page
            Evaluations = [.. best.OrderBy(e => Array.IndexOf(Importance, e.Options.Split))],
            Curves = [.. recipe.Training.Seeds.SelectMany(seed => StepLog.Curves(folder.Steps(seed), seed, metric))],
            Splits = [.. Splits(prepared)],
            DataNotes = [.. Notes(prepared)],
            SeedScores = [.. scores.Where(s => s.Seed is not null)],
            Recipe = RecipePrinter.Print(recipe),
            Environment =
            [
                new("FineGrain", typeof(RunReport).Assembly.GetName().Version!.ToString(3)),
                new("libtorch", TorchSharp.torch.__version__),
                new("ONNX Runtime", Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString()),
                new(".NET", RuntimeInformation.FrameworkDescription),
                new("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
                new("processor", Machine.Processor),
                new("seeds", string.Join(", ", recipe.Training.Seeds)),
                new("threads", Threads.Use(recipe.Training.Threads).ToString(CultureInfo.InvariantCulture)),
                new("data", data.Hash),
                .. Checkpoints.Folders(prepared.Model).Select(checkpoint => new Fact("checkpoint", checkpoint)),
            ],
        };
    }

    public static ModelCardData Card(ModelManifest manifest, Preparation prepared, IReadOnlyList<EvaluationResult> evaluations) => new()
    {
        Manifest = manifest,
        Description = Subtitle(prepared),
        Splits = [.. Splits(prepared)],
        DataNotes = [.. Notes(prepared)],
        Evaluation = evaluations.MinBy(e => Array.IndexOf(Importance, e.Options.Split)),
    };

    private static string Subtitle(Preparation prepared) =>
        $"{(prepared.Recipe.Model is PretrainedRecipe { Checkpoint: var checkpoint } ? $"pretrained {checkpoint}" : prepared.Recipe.Model.Family)} over {prepared.Vocabulary}";

    private static IEnumerable<SplitFacts> Splits(Preparation prepared)
    {
        foreach (var (name, leaked) in new (string, int?)[] { ("train", null), ("dev", prepared.Data.LeakedDevIds.Count), ("test", prepared.Data.LeakedTestIds.Count) })
        {
            var examples = Preparation.Split(prepared.Data, name);
            if (examples.Count > 0) yield return Facts(prepared, name, examples, leaked);
            var ids = name == "dev" ? prepared.Data.LeakedDevIds : prepared.Data.LeakedTestIds;
            if (leaked > 0 && leaked < examples.Count) yield return Facts(prepared, $"{name}-clean", [.. examples.Where(e => !ids.Contains(e.Id))], 0);
        }
    }

    private static SplitFacts Facts(Preparation prepared, string name, IReadOnlyList<Example> examples, int? leaked)
    {
        var counts = examples.SelectMany(e => prepared.Spans is { } spans ? e.SpansOf(spans.Layer).Select(s => s.Label) : e.Labels).CountBy(l => l).ToDictionary();
        return new(name, examples.Count, [.. prepared.Data.Labels.Names.Select(l => new LabelCount(l, counts.GetValueOrDefault(l)))], leaked);
    }

    private static IEnumerable<string> Notes(Preparation prepared)
    {
        var data = prepared.Data;
        var began = prepared.Vectors.Names;
        if (began.Count > 0) yield return $"The network began from {string.Join(", ", began)}: what those learned from is in it, and its terms may bind it.";
        foreach (var (name, leaked, all) in new[] { ("dev", data.LeakedDevIds.Count, data.Dev.Count), ("test", data.LeakedTestIds.Count, data.Test.Count) })
            if (leaked > 0) yield return $"{leaked} of {all} {name} rows also stand in the {(name == "test" && prepared.Recipe.Training.Refit ? "training and dev" : "training")} files{(began.Count > 0 ? " or in those that the network learned from before" : "")}; {name}-clean is without them.";
        if (prepared.Recipe.Training.Refit) yield return "The model was trained once more on train and dev together (training.refit); dev scores and calibration are those of the model before.";
        if (data.Dropped > 0) yield return $"{data.Dropped} training rows were dropped because their text stands in dev or test (leaks: drop).";
    }
}
