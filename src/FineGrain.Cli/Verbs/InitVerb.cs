using System.CommandLine;
using System.Text;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;
using Spectre.Console;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain init</c>: looks at a file, asks what it cannot tell, and writes a commented recipe.</summary>
internal static class InitVerb
{
    private static readonly string[] Families = ["transformer", "cnn", "rnn", "mlp"];
    private static readonly string[] Targets = ["label", "labels", "number"];

    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("init", "Looks at your CSV, TSV, JSONL or Parquet file and writes a commented recipe for it; asks where it cannot tell.",
            "finegrain init reviews.csv\nfinegrain init reviews.csv --text body --label stars --target number --output stars.yaml");
        var file = new Argument<string>("file") { Description = "The training file." };
        var text = new Option<string>("--text") { Description = "Column of the text." };
        var label = new Option<string>("--label") { Description = "Column of the gold label or number." };
        var target = new Option<string>("--target") { Description = "What to predict.", DefaultValueFactory = _ => "label" }.AcceptOnlyFromAmong(Targets);
        var dev = new Option<string>("--dev") { Description = "Dev file; without it a tenth of the training file." };
        var test = new Option<string>("--test") { Description = "Test file; without it a tenth of the training file." };
        var family = new Option<string>("--family") { Description = "Model family.", DefaultValueFactory = _ => "transformer" }.AcceptOnlyFromAmong(Families);
        var output = new Option<string>("--output", "-o") { Description = "Recipe to write; NAME.yaml by default." };
        var force = new Option<bool>("--force") { Description = "Overwrite an existing recipe." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Ask nothing; take the columns that look right." };
        foreach (var symbol in (Symbol[])[file, text, label, target, dev, test, family, output, force, yes])
            if (symbol is Argument argument) verb.Add(argument);
            else verb.Add((Option)symbol);
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(file);
            var inspection = SourceInspection.Of(new SourceRecipe { Path = path }, ".");
            var ask = terminal is { Interactive: true, Keyboard: true } && !parse.GetValue(yes);
            var textColumn = Column(inspection, path, parse.GetValue(text), inspection.Text, "text", ask);
            var labelColumn = Column(inspection, path, parse.GetValue(label), inspection.Label, "label", ask);
            var recipe = parse.GetValue(output) ?? $"{Name(path)}.yaml";
            if (File.Exists(recipe) && !parse.GetValue(force)) throw new InputException(recipe, "is there already. Name another file with --output, or give --force.");
            var folder = Path.GetDirectoryName(Path.GetFullPath(recipe))!;
            var draft = new RecipeDraft
            {
                Name = Name(recipe), Inspection = inspection, Text = textColumn, Label = labelColumn, Target = parse.GetRequiredValue(target), Family = parse.GetRequiredValue(family),
                Train = Path.GetRelativePath(folder, path), Dev = Relative(parse.GetValue(dev)), Test = Relative(parse.GetValue(test)),
            };
            var yaml = draft.ToYaml();
            YamlRecipe.Bind(yaml, recipe);
            FileWriting.Atomically(recipe, stream => stream.Write(Encoding.UTF8.GetBytes(yaml)));
            terminal.Out.WriteLine($"{recipe}: text is '{textColumn.Name}', {draft.Target} is '{labelColumn.Name}'. Next:\n  finegrain data check {recipe}\n  finegrain run {recipe}");
            return ExitCode.Done;

            string? Relative(string? other) => other is null ? null : Path.GetRelativePath(folder, other);
        });
        return verb;
    }

    private static ColumnFacts Column(SourceInspection inspection, string path, string? given, ColumnFacts? guess, string role, bool ask)
    {
        string[] names = [.. inspection.Columns.Select(c => c.Name)];
        if (given is not null)
            return inspection.Columns.FirstOrDefault(c => c.Name == given) ?? throw new InputException(path, $"there is no column '{given}'. {Nearest.Hint(given, names)}");
        if (ask)
        {
            var prompt = new SelectionPrompt<string>().Title($"Which column is the [bold]{role}[/]?").UseConverter(Markup.Escape)
                .AddChoices(names.OrderByDescending(n => n == guess?.Name));
            var chosen = AnsiConsole.Prompt(prompt);
            return inspection.Columns.First(c => c.Name == chosen);
        }
        return guess ?? throw new InputException(path, $"no column looks like the {role}. Name it with --{role}; columns: {string.Join(", ", names)}.");
    }

    /// <summary>The file's name as a recipe name: lower-case letters, digits and hyphens.</summary>
    internal static string Name(string path)
    {
        var stem = Path.GetFileName(path).Split('.')[0];
        var name = string.Concat(stem.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return name.Length == 0 ? "recipe" : name;
    }
}
