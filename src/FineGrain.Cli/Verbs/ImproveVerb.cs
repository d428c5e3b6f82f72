using System.CommandLine;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Reading;
using FineGrain.Data.Recipes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Improving;
using FineGrain.Feedback.Patches;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain improve</c>: finds what is wrong with the training data, mends it, and keeps what is proven to help.</summary>
internal static class ImproveVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("improve", "Measures, finds the costliest weakness of the training data, mends it and keeps only what the gate proves better; again, until the time is up.",
            "finegrain improve recipes/mr.yaml --budget 60m\nfinegrain improve recipes/mr.yaml --pool more.jsonl --out out/mr-improve");
        var recipe = Verb.Recipe();
        var set = Verb.Set();
        var output = new Option<string>("--out", "-o") { Description = "Folder of the loop; out/NAME-improve by default. The same folder goes on where it stopped.", HelpName = "DIR" };
        var budget = new Option<string>("--budget") { Description = "Time in all, such as 30m or 8h; a training that is not done then stops at a checkpoint, and the same command with a larger budget goes on.", DefaultValueFactory = _ => "60m", HelpName = "TIME" };
        var pool = new Option<string>("--pool") { Description = "examples.jsonl with annotated texts that are not in training yet; the loop takes those of a missing slice.", HelpName = "FILE" };
        var alpha = new Option<double>("--alpha") { Description = "Chance, over all tries, of promoting a model that is no better.", DefaultValueFactory = _ => 0.05 };
        var rounds = new Option<int>("--rounds") { Description = "Most rounds; each ends in a promotion. 0 only trains and measures the first champion.", DefaultValueFactory = _ => 20, HelpName = "N" };
        foreach (var symbol in (Option[])[set, output, budget, rounds, pool, alpha]) verb.Add(symbol);
        verb.Add(recipe);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(budget) is { } text && TimeText.Parse(text) is null) result.AddError($"--budget '{text}' is no time. Write e.g. 90s, 30m or 8h.");
            if (result.GetResult(rounds) is { Implicit: false } given && given.GetValueOrDefault<int>() < 0) result.AddError("--rounds must be 0 or more.");
            if (result.GetResult(alpha) is { Implicit: false } && result.GetValue(alpha) is (<= 0 or >= 1)) result.AddError("--alpha must be above 0 and below 1.");
        });
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(recipe);
            var bound = YamlRecipe.Load(path, parse.GetValue(set));
            if (bound.Recipe is not ({ Task: "classify", Target: "label" } or { Task: "spans" })) throw new InputException(path, $"improve works on task classify with target label and on task spans; this recipe has task {bound.Recipe.Task}, target {bound.Recipe.Target}.");
            var folder = parse.GetValue(output) ?? Path.Combine("out", $"{bound.Recipe.Name}-improve");
            var versions = new DataVersions(Path.Combine(folder, "versions"));
            var extra = parse.GetValue(pool) is { } file ? ExampleFile.Read(file).ToList() : [];
            var bench = new RecipeWorkbench(path, parse.GetValue(set) ?? [], folder, versions, extra, new QuietDisplay());
            var gate = new ModelGate(folder, parse.GetValue(alpha));
            var log = new ImproveLog(Path.Combine(folder, "improve.jsonl"));
            terminal.Out.WriteLine($"data    {bench.Data.Train.Count} train, {DevHalves.Choose(bench.Data.Dev).Count} dev to choose on, {DevHalves.Confirm(bench.Data.Dev).Count} locked for the gate; {extra.Count} in the pool");
            try
            {
                Beginning.Prepare(bound.Recipe.Model, Path.GetDirectoryName(Path.GetFullPath(path))!, terminal.Display(), terminal.Stop);
                new ImproveLoop(bench, versions, gate, log, new() { Budget = TimeText.Parse(parse.GetRequiredValue(budget))!.Value, Rounds = parse.GetValue(rounds) }, terminal.Out.WriteLine).Run(versions.Begin(bench.Data.Train), terminal.Stop);
            }
            catch (OperationCanceledException)
            {
                terminal.Error.WriteLine($"Stopped; the state is kept in {folder}. Go on with the same command.");
                return ExitCode.Stopped;
            }
            terminal.Out.WriteLine(gate.Champion == 0 ? $"no champion yet: the first training is not done. Go on with the same command and a larger --budget.\nlog      {Path.Combine(folder, "improve.jsonl")}"
                : $"champion {gate.FolderOf(gate.Champion)}  ({gate.Log.Count(e => e.Step == "accept")} promotions, {gate.Looks} looks at the locked split)\nlog      {Path.Combine(folder, "improve.jsonl")}");
            return ExitCode.Done;
        });
        return verb;
    }
}
