using System.Diagnostics;
using System.Globalization;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;
using FineGrain.Feedback.Tuning;
using FineGrain.Training;

namespace FineGrain.Cli.Tuning;

/// <summary>
/// Trains the trials of a search, each in a process of its own, and reads its best dev value. A trial that an earlier process left half done goes on from its
/// checkpoint; of finished ones the curve stays, and the model of the best.
/// </summary>
internal sealed class RecipeTrials
{
    private readonly string recipePath;
    private readonly string[] settings;
    private readonly string folder;
    private readonly SuccessiveHalving? halving;
    private readonly CancellationToken stop;
    private readonly Recipe recipe;

    /// <exception cref="InputException">A searched key is unknown, or a value at an end of its range is not allowed.</exception>
    public RecipeTrials(string recipePath, string[] settings, string folder, IReadOnlyList<Parameter> parameters, SuccessiveHalving? halving, CancellationToken stop)
    {
        (this.recipePath, this.settings, this.folder, this.halving, this.stop) = (recipePath, settings, folder, halving, stop);
        recipe = YamlRecipe.Load(recipePath, settings).Recipe;
        if (halving is not null && parameters.Any(p => p.Path == "training.epochs"))
            throw new InputException("--search", "training.epochs is what halving varies. Search other keys, or turn halving off with --prune none.");
        foreach (var parameter in parameters)
            foreach (var value in parameter.Choices.Count > 0 ? parameter.Choices : [parameter.FromUnit(0), parameter.FromUnit(1)]) Load([$"{parameter.Path}={value}"]);
        Metric = DevMetric.Of(recipe.Training.Stopping.Metric, recipe.Target);
    }

    /// <summary>What a score is.</summary>
    public DevMetric Metric { get; }

    /// <summary>Trains a trial; one whose training fails, or whose values do not go together, comes back with the failure and no score.</summary>
    public Trial Train(Trial trial)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            string[] set = SettingsOf(trial);
            Load(set);
            var run = FolderOf(trial);
            var seed = recipe.Training.Seeds[0];
            // Standard output of the child is its own display; only complaints matter here.
            using var child = new SeedProcesses.Child(seed, ["train", recipePath, "--out", run.Path, .. settings.Concat(set).SelectMany(s => (string[])["--set", s])], new QuietDisplay());
            try
            {
                child.End.Wait(stop);
            }
            catch (OperationCanceledException)
            {
                child.Stop();
                child.End.Wait(CancellationToken.None);
                return trial; // not kept: it goes on from its checkpoint
            }
            var failure = child.Failure;
            var best = failure is null ? StepLog.Kept(run.Steps(seed), recipe.Training.Stopping, Metric)?.Value : null;
            return trial with { Score = Metric.LowerIsBetter ? -best : best, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1), Failure = failure ?? (best is null ? $"its training has no dev value of {Metric.Name}." : null) };
        }
        catch (InputException e)
        {
            return trial with { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1), Failure = e.Message };
        }
    }

    /// <summary>The folder of a trial.</summary>
    public RunFolder FolderOf(Trial trial) => new(Path.Combine(folder, "trials", string.Create(CultureInfo.InvariantCulture, $"{trial.Number:0000}-{trial.Rung}")));

    /// <summary>Leaves of a trial its curve alone.</summary>
    public void Slim(Trial trial)
    {
        var run = FolderOf(trial);
        foreach (var place in (string[])[Path.Combine(run.Path, "data"), run.Model, run.SeedModel(recipe.Training.Seeds[0]), Path.GetDirectoryName(run.Checkpoint(recipe.Training.Seeds[0]))!])
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
    }

    /// <summary>A score as the dev metric has it: searches maximise, so that losses were negated.</summary>
    public double Shown(double score) => Metric.LowerIsBetter ? -score : score;

    /// <summary>The searched values of a trial and the epochs of its rung, as <c>--set</c> takes them; dev decides, so that no trial needs a refit.</summary>
    private string[] SettingsOf(Trial trial) =>
        ["training.refit=false", .. trial.Values.Select(v => $"{v.Key}={v.Value}"), .. halving is null ? [] : (string[])[string.Create(CultureInfo.InvariantCulture, $"training.epochs={halving.Epochs(trial.Rung)}")]];

    private void Load(string[] set) => YamlRecipe.Load(recipePath, [.. settings, .. set]);
}
