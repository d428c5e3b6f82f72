using System.CommandLine;
using System.Globalization;
using System.Text;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Cli.Tuning;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Tuning;
using FineGrain.Training;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain tune</c>: searches values of recipe keys on dev.</summary>
internal static class TuneVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("tune", "Searches values of any recipe keys on dev: tries many for a few epochs, trains the best third on, and so forth; goes on where it was stopped or killed.",
            "finegrain tune recipes/mr.yaml --search \"training.optimizer.learning_rate=1e-4..1e-2 log\" --trials 20\nfinegrain tune recipes/mr.yaml --search \"model.width=32..256\" --search \"training.batch_size=[16, 32, 64]\" --jobs 2 --budget 60m");
        var recipe = Verb.Recipe();
        var set = Verb.Set();
        var search = new Option<string[]>("--search", "-s") { Description = "A key and its range: KEY=LOW..HIGH (whole numbers when both ends are), KEY=LOW..HIGH log, or KEY=[A, B, C]; may be given several times.", HelpName = "RANGE", Required = true };
        var trials = new Option<int>("--trials") { Description = "Settings in all, those of an earlier call on the same folder included.", DefaultValueFactory = _ => 20, HelpName = "N" };
        var sampler = new Option<string>("--sampler") { Description = "How settings are drawn: tpe learns from those that are done, random does not.", DefaultValueFactory = _ => "tpe" };
        sampler.AcceptOnlyFromAmong("tpe", "random");
        var prune = new Option<string>("--prune") { Description = "halving: each setting begins with few epochs, and the best third of those that got so far are trained anew with three times as many (ASHA); none: all of them in full.", DefaultValueFactory = _ => "halving" };
        prune.AcceptOnlyFromAmong("halving", "none");
        var least = new Option<int>("--least-epochs") { Description = "Epochs that halving begins with; a ninth of the recipe's by default, at least 1.", HelpName = "N" };
        var jobs = new Option<int>("--jobs", "-j") { Description = "Trials at the same time, each in a process of its own; 0 takes what the cores carry.", HelpName = "N" };
        var budget = new Option<string>("--budget") { Description = "No trial begins after this time, such as 30m or 8h.", HelpName = "TIME" };
        var seed = new Option<int>("--seed") { Description = "Seed of the draws.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var output = new Option<string>("--out", "-o") { Description = "Folder of the search; out/NAME-tune by default.", HelpName = "DIR" };
        verb.Add(recipe);
        foreach (var option in (Option[])[search, set, trials, sampler, prune, least, jobs, budget, seed, output]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(budget) is { } text && TimeText.Parse(text) is null) result.AddError($"--budget '{text}' is no time. Write e.g. 90s, 30m or 8h.");
            if (result.GetResult(trials) is { Implicit: false } && result.GetValue(trials) < 1) result.AddError("--trials must be 1 or more.");
            if (result.GetValue(least) < 0) result.AddError("--least-epochs must be 1 or more.");
        });
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(recipe);
            string[] settings = parse.GetValue(set) ?? [], ranges = parse.GetRequiredValue(search);
            var start = YamlRecipe.Load(path, settings).Recipe;
            Parameter[] parameters = [.. ranges.Select(Parameter.Parse)];
            if (parameters.GroupBy(p => p.Path, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InputException("--search", $"'{twice.Key}' is given twice.");
            var halving = parse.GetRequiredValue(prune) == "none" ? null : Halving(start.Training.Epochs, parse.GetValue(least));
            var folder = parse.GetValue(output) ?? Path.Combine("out", $"{start.Name}-tune");
            var work = new RecipeTrials(path, settings, folder, parameters, halving, terminal.Stop);
            Claim(folder, ranges, halving, start);
            var study = new Study(Path.Combine(folder, "study.jsonl"), parameters);
            ISampler draws = parse.GetRequiredValue(sampler) == "tpe" ? new TpeSampler(parse.GetValue(seed)) : new RandomSampler(parse.GetValue(seed));
            var parallel = SeedProcesses.Jobs(parse.GetValue(jobs), parse.GetValue(trials), start.Training.Threads, Threads.PhysicalCores());
            terminal.Out.WriteLine($"search  {parameters.Length} keys, {parse.GetValue(trials)} settings, {parallel} at a time, dev {work.Metric.Name}{(halving is null ? "" : $", epochs {string.Join(" → ", Enumerable.Range(0, halving.LastRung + 1).Select(halving.Epochs))}")}{(study.Trials.Count > 0 ? $"; {study.Trials.Count} trials are done already" : "")}");
            try
            {
                Beginning.Prepare(start.Model, Path.GetDirectoryName(Path.GetFullPath(path))!, terminal.Display(), terminal.Stop); // once, not in each trial
                var kept = study.Best;
                new StudyLoop(study, draws, halving, work.Train).Run(parse.GetValue(trials), parallel, parse.GetValue(budget) is { } time ? TimeText.Parse(time) : null, trial =>
                {
                    terminal.Out.WriteLine(Line(trial, work, halving));
                    foreach (var other in (Trial?[])[trial, kept]) if (other is not null && other != study.Best) work.Slim(other);
                    kept = study.Best;
                    WritePage(folder, start.Name, study);
                }, terminal.Stop);
            }
            catch (OperationCanceledException)
            {
                terminal.Error.WriteLine($"Stopped; the state is kept in {folder}. Go on with the same command.");
                return ExitCode.Stopped;
            }
            WritePage(folder, start.Name, study);
            return Finish(terminal, study, work, folder, start.Name, path, settings);
        });
        return verb;
    }

    private static SuccessiveHalving? Halving(int epochs, int least)
    {
        var first = least > 0 ? least : Math.Max(1, epochs / 9);
        return first * 3 > epochs ? null : new(first, epochs); // nothing to halve
    }

    private static string Line(Trial trial, RecipeTrials work, SuccessiveHalving? halving) => string.Create(CultureInfo.InvariantCulture,
        $"trial {trial.Number,3}  {(halving is null ? "" : $"{halving.Epochs(trial.Rung)} epochs  ")}{(trial.Score is { } score ? $"{work.Metric.Name} {work.Shown(score):0.0000}" : $"failed: {trial.Failure}")}  {trial.Seconds:0} s  {Values(trial)}");

    private static string Values(Trial trial) => string.Join("  ", trial.Values.Select(v => $"{v.Key}={v.Value}"));

    private static int Finish(Terminal terminal, Study study, RecipeTrials work, string folder, string name, string path, string[] settings)
    {
        if (study.Best is not { } best)
            throw new InputException(folder, study.Trials.Count == 0 ? "no trial was trained; give more time with --budget." : $"every trial failed; the first one: {study.Trials[0].Failure}");
        var patch = Path.Combine(folder, "best.patch.json");
        PatchFile.Write(patch, new()
        {
            Id = $"tune-{name}", Kind = "recipe", Reason = string.Create(CultureInfo.InvariantCulture, $"Best of {study.Trials.Select(t => t.Number).Distinct().Count()} settings on dev: {work.Metric.Name} {work.Shown(best.Score!.Value):0.0000}."),
            Recipe = [.. best.Values.Select(v => new RecipeChange(v.Key, v.Value))],
        });
        foreach (var (key, share) in Importance.Of(study.Parameters, study.Latest)) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"importance  {share,6:P0}  {key}"));
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"best    {work.Metric.Name} {work.Shown(best.Score!.Value):0.0000} on dev (trial {best.Number}, of {study.Trials.Count} trials: the best of many is partly luck, judge it on data that had no say)"));
        terminal.Out.WriteLine($"page    {Path.Combine(folder, "study.html")}\npatch   {patch}");
        var overrides = settings.Concat(best.Values.Select(v => $"{v.Key}={v.Value}")).Select(s => s.Contains(' ', StringComparison.Ordinal) || s.Contains('[', StringComparison.Ordinal) ? $"\"{s}\"" : s);
        terminal.Out.WriteLine($"train   finegrain run {path} --set {string.Join(' ', overrides)}");
        return ExitCode.Done;
    }

    private static void WritePage(string folder, string name, Study study) =>
        FileWriting.Atomically(Path.Combine(folder, "study.html"), stream => stream.Write(Encoding.UTF8.GetBytes(StudyPage.Of($"{name}: search", study))));

    /// <summary>A folder holds one search: trials of another recipe or of other ranges cannot be compared with these.</summary>
    private static void Claim(string folder, string[] ranges, SuccessiveHalving? halving, Recipe recipe)
    {
        var text = $"{string.Concat(ranges.Order(StringComparer.Ordinal).Select(r => $"# search: {r}\n"))}# halving: {(halving is null ? "none" : $"{halving.Least} to {halving.Most} epochs")}\n{RecipePrinter.Print(recipe)}";
        var path = Path.Combine(folder, "search.yaml");
        if (File.Exists(path) && File.ReadAllText(path) != text)
            throw new InputException(path, "this folder holds a search of another recipe, or over other ranges. Give this one a folder of its own with --out.");
        FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}
