using System.CommandLine;
using System.Globalization;
using FineGrain.Analysis.Slicing;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain slices</c>: where a model is weak, on slices that were asked for or searched for.</summary>
internal static class SlicesVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("slices", "Scores slices of predictions and searches for the worst: each with its interval, and p values corrected for every slice that was tried.",
            "finegrain slices out/reviews\nfinegrain slices out/reviews --by length --by negation\nfinegrain slices predictions.jsonl --where \"length > 100 and text contains '但是'\" --examples 5\nfinegrain slices out/small --against out/large --split test");
        var subject = new Argument<string>("predictions") { Description = "predictions.jsonl with gold, or a run folder." };
        var where = new Option<string[]>("--where", "-w") { Description = "A slice as an expression; may be given several times.", HelpName = "EXPRESSION", DefaultValueFactory = _ => [] };
        var by = new Option<string[]>("--by") { Description = "A property to cut by: length, words, negation, contrast, irony, gold, predicted, entity_label, confidence, unseen, duplicate, any column …; 'all' takes every one.", HelpName = "PROPERTY", DefaultValueFactory = _ => [] };
        var against = new Option<string>("--against") { Description = "A second model's predictions or run folder: both on every slice, side by side.", HelpName = "OTHER" };
        var split = new Option<string>("--split") { Description = "For run folders: the split.", DefaultValueFactory = _ => "dev" };
        var train = new Option<string>("--train") { Description = "Training examples (examples.jsonl), for unseen and rare words, unseen entities and near-duplicates; a run folder has them.", HelpName = "FILE" };
        var target = PredictedTarget.Option();
        var correction = new Option<string>("--correction") { Description = "Correction for the number of slices tried.", DefaultValueFactory = _ => "holm" };
        correction.AcceptOnlyFromAmong([.. FineGrain.Analysis.Statistics.MultipleTesting.Names]);
        var support = new Option<int>("--min-support") { Description = "Smallest slice to search; 0 takes 1 % of the examples, at least 20." };
        var examples = new Option<int>("--examples") { Description = "How many mistakes of each slice to show." };
        var findings = new Option<string>("--findings") { Description = "Also write the worst slices as findings.json.", HelpName = "FILE" };
        verb.Add(subject);
        foreach (var option in (Option[])[where, by, against, split, train, target, correction, support, examples, findings]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(support) < 0) result.AddError("--min-support must be 0 or more.");
            if (result.GetValue(examples) < 0) result.AddError("--examples must be 0 or more.");
            if (result.GetValue(against) is not null && (result.GetValue(by) is { Length: > 0 } || result.GetValue(findings) is not null)) result.AddError("--against compares slices of --where, or all; leave out --by and --findings.");
        });
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(subject);
            List<Prediction> predictions = [.. Read(path, parse.GetRequiredValue(split))];
            var options = new SliceOptions
            {
                Target = PredictedTarget.Of(predictions, parse.GetValue(target)), Split = parse.GetRequiredValue(split), Correction = parse.GetRequiredValue(correction), MinSupport = parse.GetValue(support),
                Dataset = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path)),
            };
            var knowledge = Knowledge(parse.GetValue(train) ?? (Directory.Exists(path) ? new RunFolder(path).Split("train") : null), parse.GetValue(train) is not null);
            if (parse.GetValue(against) is { } other)
            {
                var differences = SlicedComparison.Of(predictions, [.. Read(other, options.Split)], null, options, parse.GetRequiredValue(where), knowledge);
                SliceLines.Compare(terminal.Out, differences, options.Correction);
                return ExitCode.Done;
            }
            var analysis = new SliceAnalysis(predictions, null, options, knowledge);
            Show(terminal.Out, analysis, parse.GetRequiredValue(where), parse.GetRequiredValue(by), parse.GetValue(examples), options);
            if (parse.GetValue(findings) is { } file) FindingsFile.Write(file, analysis.Findings());
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Show(TextWriter output, SliceAnalysis analysis, string[] where, string[] by, int examples, SliceOptions options)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{analysis.Metric} {analysis.Overall:0.0000} on {analysis.Total} examples"));
        List<SliceScore> shown = [.. where.Select(analysis.Where), .. by.SelectMany(name => name == "all" ? analysis.Standard() : analysis.By(name))];
        if (shown.Count > 0) SliceLines.Table(output, shown);
        if (where.Length == 0 && by.Length == 0)
        {
            var search = analysis.Worst();
            shown = [.. search.Worst];
            if (shown.Count > 0) SliceLines.Table(output, shown);
            output.WriteLine(shown.Count > 0
                ? $"{shown.Count} slices are worse than the rest beyond chance, of {search.Tried} tried ({options.Correction}, level 0.05)."
                : $"No slice is worse than the rest beyond chance, of {search.Tried} tried ({options.Correction}, level 0.05).");
        }
        foreach (var slice in shown)
            foreach (var mistake in analysis.Mistakes(slice.Where, examples))
                output.WriteLine($"{slice.Name}  {mistake.Prediction.Id}  gold {AnswerLine.Gold(mistake.Prediction)}, answered {AnswerLine.Of(mistake.Prediction)}  {mistake.Prediction.Text.ReplaceLineEndings(" ")}");
    }

    private static IEnumerable<Prediction> Read(string path, string split) => PredictionFile.Read(Directory.Exists(path) ? new RunFolder(path).Predictions(split) : path);

    private static TrainingKnowledge? Knowledge(string? path, bool asked)
    {
        if (path is null || (!asked && !File.Exists(path))) return null;
        return TrainingKnowledge.Of(ExampleFile.Read(path));
    }
}
