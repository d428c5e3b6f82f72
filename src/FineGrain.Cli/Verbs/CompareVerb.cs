using System.CommandLine;
using System.Globalization;
using FineGrain.Analysis.Comparing;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain compare</c>: whether B is really better than A on the same examples.</summary>
internal static class CompareVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("compare", "Compares two prediction files on the same examples: differences with intervals, a paired significance test, what changed.",
            "finegrain compare out/small/predictions-dev.jsonl out/large/predictions-dev.jsonl\nfinegrain compare out/small out/large --split dev --metric macro-f1");
        var a = new Argument<string>("a") { Description = "Predictions of the model that stands, or its run folder." };
        var b = new Argument<string>("b") { Description = "Predictions of the challenger, or its run folder." };
        var split = new Option<string>("--split") { Description = "For run folders: the split.", DefaultValueFactory = _ => "dev" };
        var target = PredictedTarget.Option();
        var metric = new Option<string>("--metric") { Description = "The metric that the verdict is about; accuracy, micro-f1, mae, span-f1 or triplet-f1 by default." };
        var changes = new Option<int>("--changes") { Description = "How many changed examples to show each way.", DefaultValueFactory = _ => 3 };
        verb.Add(a);
        verb.Add(b);
        foreach (var option in (Option[])[split, target, metric, changes]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(changes) < 0) result.AddError("--changes must be 0 or more.");
        });
        verb.SetAction(parse =>
        {
            var (nameA, nameB) = (parse.GetRequiredValue(a), parse.GetRequiredValue(b));
            var first = PredictionFile.Read(File(nameA)).ToList();
            var result = Comparison.Of(first, PredictionFile.Read(File(nameB)), null, new()
            {
                Target = PredictedTarget.Of(first, parse.GetValue(target)), NameA = nameA, NameB = nameB, Metric = parse.GetValue(metric), Split = parse.GetRequiredValue(split), Changes = parse.GetValue(changes),
            });
            Write(terminal.Out, result);
            return ExitCode.Done;

            string File(string path) => Directory.Exists(path) ? new RunFolder(path).Predictions(parse.GetRequiredValue(split)) : path;
        });
        return verb;
    }

    private static void Write(TextWriter output, ComparisonResult result)
    {
        foreach (var m in result.Metrics.Where(m => !m.Metric.Contains(':', StringComparison.Ordinal)))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{m.Metric,-22} {m.A.Value:0.0000} → {m.B.Value:0.0000}  {m.Difference:+0.0000;-0.0000} [{m.Interval.Low:+0.0000;-0.0000}, {m.Interval.High:+0.0000;-0.0000}]  p {m.PValue:0.0000} ({m.Test}), {m.AdjustedPValue:0.0000} for all metrics, bootstrap {m.BootstrapPValue:0.0000}"));
        foreach (var (title, list) in new[] { ("better", result.Better), ("worse", result.Worse) })
            foreach (var change in list)
                output.WriteLine($"{title,-7} {change.A.Id}  {AnswerLine.Of(change.A)} → {AnswerLine.Of(change.B)}  {change.A.Text.ReplaceLineEndings(" ")}");
        output.WriteLine(result.Verdict);
        output.WriteLine(result.Power);
    }
}
