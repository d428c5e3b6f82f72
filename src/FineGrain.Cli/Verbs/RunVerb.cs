using System.CommandLine;
using FineGrain.Analysis;
using FineGrain.Analysis.Reporting;
using FineGrain.Analysis.Statistics;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Recipes;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain run</c>: from the recipe to a scored model folder.</summary>
internal static class RunVerb
{
    public static Verb Create(Terminal terminal) => Create(terminal, "run", "Prepares, trains, exports, evaluates and reports: from a recipe to a scored model folder.",
        "finegrain run recipes/reviews.yaml\nfinegrain run recipes/reviews.yaml --set training.epochs=3 model.layers=4 --out out/small\nfinegrain run recipes/reviews.yaml --resume", Score);

    /// <summary>The verb with another ending: <c>train</c> stops after the model folder.</summary>
    internal static Verb Create(Terminal terminal, string name, string description, string example, Action<Preparation, RunFolder, IRunDisplay, CancellationToken> finish)
    {
        var verb = new Verb(name, description, example);
        var recipe = Verb.Recipe();
        var set = Verb.Set();
        var output = new Option<string>("--out", "-o") { Description = "Folder of the run; out/NAME by default.", HelpName = "DIR" };
        var resume = new Option<bool>("--resume") { Description = "Go on where a stopped run left off; the finished seeds stay." };
        var jobs = new Option<int>("--jobs", "-j") { Description = "Seeds trained at the same time, each in a process of its own; 0 takes what the cores carry.", HelpName = "N" };
        var oneSeed = new Option<int?>(SeedProcesses.ChildOption) { Hidden = true };
        verb.Add(recipe);
        verb.Add(set);
        verb.Add(output);
        verb.Add(resume);
        verb.Add(jobs);
        verb.Add(oneSeed);
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(recipe);
            var bound = YamlRecipe.Load(path, parse.GetValue(set));
            var folder = new RunFolder(parse.GetValue(output) ?? Path.Combine("out", bound.Recipe.Name));
            var display = terminal.Display();
            if (parse.GetValue(oneSeed) is { } seed)
            {
                terminal.StopAtEndOfInput();
                Seeds.TrainWhole([seed], Preparation.Run(bound, path, folder, new DownloadLines(terminal), terminal.Stop), folder, display, terminal.Stop);
                return ExitCode.Done;
            }
            try
            {
                Beginning.Prepare(bound.Recipe.Model, Path.GetDirectoryName(Path.GetFullPath(path))!, display, terminal.Stop);
            }
            catch (OperationCanceledException)
            {
                terminal.Error.WriteLine("Stopped; what this recipe starts from is kept in the cache as far as it is learned. The same command goes on.");
                return ExitCode.Stopped;
            }
            var downloads = new DownloadLines(terminal);
            var prepared = Preparation.Run(bound, path, folder, downloads, terminal.Stop);
            downloads.End();
            if (!parse.GetValue(resume)) folder.Clear(); // not earlier: a misspelt path must not cost the last run
            display.Say($"data    {prepared.Data.Train.Count} train, {prepared.Data.Dev.Count} dev, {prepared.Data.Test.Count} test; {prepared.Vocabulary}");
            if (SpanReach.Line(prepared) is { } reach) display.Say(reach);
            try
            {
                string[] child = ["train", path, "--out", folder.Path, .. (parse.GetValue(set) ?? []).SelectMany(value => (string[])["--set", value])];
                Seeds.Train(prepared, folder, parse.GetValue(jobs), child, display, terminal.Stop);
                finish(prepared, folder, display, terminal.Stop);
            }
            catch (OperationCanceledException)
            {
                terminal.Error.WriteLine($"Stopped; the state is kept in {folder.Path}. Go on with the same command and --resume.");
                return ExitCode.Stopped;
            }
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Score(Preparation prepared, RunFolder folder, IRunDisplay display, CancellationToken stop)
    {
        var recipe = prepared.Recipe;
        var results = recipe.Training.Seeds.ToDictionary(seed => seed, seed => Scoring.Run(prepared, folder, seed, stop));
        List<Score> scores = [.. results.Values.SelectMany(r => r).SelectMany(e => e.Scores)];
        var all = recipe.Training.Seeds.Count == 1 ? scores : [.. scores, .. SeedSpread.Of(scores).Select(s => s.ToScore())];
        ScoresFile.Write(folder.Scores, all);

        var best = BestSeed.Of(prepared, folder);
        Export.Publish(folder.Final(recipe.Training.Refit).SeedModel(best), folder.Model, [.. results[best].SelectMany(e => e.Scores)], manifest => RunReport.Card(manifest, prepared, results[best]));
        foreach (var split in recipe.Evaluation.Splits) File.Copy(folder.SeedPredictions(best, split), folder.Predictions(split), overwrite: true);
        Report.Write(folder.Report, RunReport.Of(prepared, folder, best, results[best], scores));
        foreach (var line in ScoreLines.Of(all, recipe.Target)) display.Say(line);
        foreach (var line in Weaknesses.Find(prepared, folder)) display.Say(line);
        display.Say($"model   {folder.Model}  (seed {best})\nreport  {folder.Report}\nanswer  finegrain predict {folder.Model} \"…\"");
    }
}
