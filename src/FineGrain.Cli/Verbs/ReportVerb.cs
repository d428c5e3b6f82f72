using System.CommandLine;
using FineGrain.Analysis.Reporting.Drilldown;
using FineGrain.Analysis.Slicing;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain report</c>: a page about a model or a pair to drill down into.</summary>
internal static class ReportVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("report", "Writes a report about the answers of a model, or of two on the same examples: overview, weak slices, confidence, every example; one HTML file that sorts and filters without a server, Markdown or JSON.",
            "finegrain report out/reviews --split test\nfinegrain report out/small --against out/large --out pair.html --language zh\nfinegrain report predictions.jsonl --out report.html --out report.md --out report.json");
        var subject = new Argument<string>("run-or-predictions") { Description = "A run folder, or predictions.jsonl with gold." };
        var against = new Option<string>("--against") { Description = "A second model's run folder or predictions on the same examples.", HelpName = "OTHER" };
        var output = new Option<string[]>("--out", "-o") { Description = "File to write: .html, .md or .json; may be given several times. analysis.html by default.", HelpName = "FILE", DefaultValueFactory = _ => ["analysis.html"] };
        var language = new Option<string>("--language") { Description = "Language of the report.", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong([.. Phrases.Languages]);
        var split = new Option<string>("--split") { Description = "For run folders: the split.", DefaultValueFactory = _ => "dev" };
        var target = PredictedTarget.Option();
        var title = new Option<string>("--title") { Description = "Title; the name of the run or file by default." };
        var train = new Option<string>("--train") { Description = "Training examples (examples.jsonl), for slices by unseen words and near-duplicates; a run folder has them.", HelpName = "FILE" };
        verb.Add(subject);
        foreach (var option in (Option[])[against, output, language, split, target, title, train]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(output)?.FirstOrDefault(o => Path.GetExtension(o).ToLowerInvariant() is not (".html" or ".md" or ".json")) is { } other) result.AddError($"--out '{other}' must end in .html, .md or .json.");
        });
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(subject);
            var name = parse.GetValue(title) ?? Name(path);
            var other = parse.GetValue(against);
            var nameB = other is null ? "B" : Name(other);
            var trainFile = parse.GetValue(train) ?? (Directory.Exists(path) && File.Exists(new RunFolder(path).Split("train")) ? new RunFolder(path).Split("train") : null);
            List<Prediction> predictions = [.. Read(path)];
            var data = Drilldown.Of(other is null ? name : $"{name} · {nameB}", predictions, other is null ? null : [.. Read(other)],
                new() { Target = PredictedTarget.Of(predictions, parse.GetValue(target)), Dataset = Name(path), Split = Directory.Exists(path) ? parse.GetRequiredValue(split) : "" },
                (Name(path), nameB == Name(path) ? $"{nameB} (2)" : nameB), trainFile is null ? null : TrainingKnowledge.Of(ExampleFile.Read(trainFile)));
            var phrases = Phrases.Of(parse.GetRequiredValue(language));
            foreach (var file in parse.GetRequiredValue(output))
            {
                switch (Path.GetExtension(file).ToLowerInvariant())
                {
                    case ".md": DrillMarkdown.Write(file, data, phrases); break;
                    case ".json": DrillJson.Write(file, data); break;
                    default: DrillReport.Write(file, data, phrases); break;
                }
                terminal.Out.WriteLine($"report  {file}");
            }
            return ExitCode.Done;

            IEnumerable<Prediction> Read(string place) => PredictionFile.Read(Directory.Exists(place) ? new RunFolder(place).Predictions(parse.GetRequiredValue(split)) : place);
        });
        return verb;
    }

    private static string Name(string path) => Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
