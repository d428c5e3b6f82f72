using System.CommandLine;
using System.Text;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Checking;
using FineGrain.Data.Preparing;
using FineGrain.Data.Reading;
using FineGrain.Data.Recipes;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain data</c>: looks at data, or prepares it as <c>run</c> would.</summary>
internal static class DataVerb
{
    public static Verb Create(Terminal terminal) => new("data", "Checks data, prepares the splits of a recipe, or converts annotated text.", "finegrain data check recipes/reviews.yaml\nfinegrain data prepare recipes/reviews.yaml --out out/reviews\nfinegrain data convert train.conll --from conll --to brat --out brat/")
    {
        Check(terminal),
        Prepare(terminal),
        ConvertVerb.Create(terminal),
    };

    private static Verb Check(Terminal terminal)
    {
        var verb = new Verb("check", "Counts, label balance, lengths, bad rows, contradictory labels, duplicates and leaks between splits, spans and their borders; offers the clean split.",
            "finegrain data check recipes/chnsenticorp.yaml --clean out/clean\nfinegrain data check train.conll test.conll --format conll\nfinegrain data check train.csv dev.csv test.csv --text-column review");
        var files = new Argument<string[]>("recipe-or-files") { Description = "A recipe (.yaml), or the training, dev and test files.", Arity = ArgumentArity.OneOrMore };
        var set = Verb.Set();
        var json = new Option<string>("--json") { Description = "Also write everything that was found as JSON.", HelpName = "FILE" };
        var clean = new Option<string>("--clean") { Description = "Write dev and test without the rows that stand in an earlier split, as examples.jsonl files.", HelpName = "DIR" };
        var text = new Option<string>("--text-column") { Description = "For files: column of the text.", DefaultValueFactory = _ => "text" };
        var label = new Option<string>("--label-column") { Description = "For files: column of the label.", DefaultValueFactory = _ => "label" };
        var format = new Option<string>("--format") { Description = "For files: their format; auto goes by the extension.", DefaultValueFactory = _ => "auto" };
        format.AcceptOnlyFromAmong([.. ExampleReader.Formats]);
        verb.Add(files);
        foreach (var option in (Option[])[set, json, clean, text, label, format]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(files) is { Length: > 3 }) result.AddError("At most three files: train, dev, test. Describe more in a recipe.");
        });
        verb.SetAction(parse =>
        {
            var paths = parse.GetRequiredValue(files);
            var (recipe, folder) = IsRecipe(paths[0]) && paths.Length == 1
                ? (YamlRecipe.Load(paths[0], parse.GetValue(set)).Recipe, Path.GetDirectoryName(Path.GetFullPath(paths[0]))!)
                : (OfFiles(paths, parse.GetRequiredValue(text), parse.GetRequiredValue(label), parse.GetRequiredValue(format)), Directory.GetCurrentDirectory());
            var result = DataCheck.Run(recipe, folder);
            foreach (var line in CheckLines.Of(result)) terminal.Out.WriteLine(line);
            if (parse.GetValue(json) is { } file) FileWriting.Atomically(file, stream => stream.Write(Encoding.UTF8.GetBytes(CheckJson.Write(result))));
            if (parse.GetValue(clean) is { } target) WriteClean(terminal, recipe, folder, result, target);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb Prepare(Terminal terminal)
    {
        var verb = new Verb("prepare", "Reads, maps and splits the data of a recipe and writes data/train.jsonl, dev.jsonl and test.jsonl.", "finegrain data prepare recipes/reviews.yaml --out out/reviews");
        var recipe = Verb.Recipe();
        var set = Verb.Set();
        var output = new Option<string>("--out", "-o") { Description = "Folder of the run; out/NAME by default.", HelpName = "DIR" };
        verb.Add(recipe);
        verb.Add(set);
        verb.Add(output);
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(recipe);
            var bound = YamlRecipe.Load(path, parse.GetValue(set));
            var data = DataPreparation.Prepare(bound.Recipe, Path.GetDirectoryName(Path.GetFullPath(path))!);
            var folder = new RunFolder(parse.GetValue(output) ?? Path.Combine("out", bound.Recipe.Name));
            Preparation.WriteSplits(data, folder);
            foreach (var name in (string[])["train", "dev", "test"])
                if (Preparation.Split(data, name) is { Count: > 0 } examples) terminal.Out.WriteLine($"{name,-5} {examples.Count,7}  {folder.Split(name)}");
            return ExitCode.Done;
        });
        return verb;
    }

    private static bool IsRecipe(string path) => Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML";

    private static Recipe OfFiles(string[] paths, string text, string label, string format)
    {
        SourceRecipe[] Source(int i) => i < paths.Length ? [new() { Path = paths[i], Format = format, Text = text, Label = label }] : [];
        return new() { Name = "files", Data = new() { Root = "", Train = Source(0), Dev = Source(1), Test = Source(2) } };
    }

    private static void WriteClean(Terminal terminal, Recipe recipe, string folder, CheckResult result, string target)
    {
        var root = DataFolder.Resolve(recipe.Data.Root, folder);
        foreach (var (name, sources) in new[] { ("dev", recipe.Data.Dev), ("test", recipe.Data.Test) })
        {
            if (!result.CleanIds.TryGetValue(name, out var ids)) continue;
            var kept = ids.ToHashSet(StringComparer.Ordinal);
            var path = Path.Combine(target, $"{name}.jsonl");
            ExampleFile.Write(path, sources.SelectMany(s => ExampleReader.Read(s, root, new() { Target = recipe.Target, OnBadRow = _ => { } })).Where(e => kept.Contains(e.Id)));
            terminal.Out.WriteLine($"clean   {name}: {kept.Count} rows in {path}");
        }
    }
}
