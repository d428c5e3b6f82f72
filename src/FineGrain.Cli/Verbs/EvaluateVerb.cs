using System.CommandLine;
using System.Globalization;
using FineGrain.Analysis;
using FineGrain.Analysis.Metrics.Spans.Tags;
using FineGrain.Analysis.Reporting;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain evaluate</c>: scores a model on labelled data, or predictions that already carry gold.</summary>
internal static class EvaluateVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("evaluate", "Scores a model folder on labelled data, or a predictions file that carries gold; every score with its 95 % interval.",
            "finegrain evaluate out/reviews/model --data samples/reviews/en.test.jsonl\nfinegrain evaluate out/reviews/model --data test.jsonl --coverage 0.9\nfinegrain evaluate out/reviews/predictions-dev.jsonl --report report.html\nfinegrain evaluate out/conll2003/predictions-test.jsonl --as conlleval\nfinegrain evaluate tagged.conll --as seqeval");
        var subject = new Argument<string>("model-or-predictions") { Description = "A model folder, or predictions.jsonl." };
        var data = new Option<string>("--data", "-d") { Description = "Labelled file; needed for a model folder.", HelpName = "FILE" };
        var target = PredictedTarget.Option();
        var tool = new Option<string>("--as") { Description = "For spans: print exactly what another tool prints, and nothing else. The subject may then also be a column file whose last two columns are the gold and the predicted tag.", HelpName = "conlleval|seqeval|seqeval-iob1|seqeval-iob2|seqeval-iobes" };
        tool.AcceptOnlyFromAmong([.. Tools.Keys]);
        var split = new Option<string>("--split") { Description = "Name of the split in the scores.", DefaultValueFactory = _ => "test" };
        var scores = new Option<string>("--output", "-o") { Description = "Also write the scores as JSON.", HelpName = "FILE" };
        var coverage = new Option<double?>("--coverage") { Description = "Also measure conformal label sets of this coverage, such as 0.9: the share of rows whose gold is in the set, and the mean size of a set. For a model folder of one label." };
        var report = new Option<string>("--report") { Description = "Also write an HTML report.", HelpName = "FILE" };
        var columns = new ColumnOptions();
        verb.Add(subject);
        verb.Add(data);
        columns.AddTo(verb);
        foreach (var option in (Option[])[target, split, scores, report, coverage, tool]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(coverage) is <= 0 or >= 1 or double.NaN) result.AddError("--coverage must be between 0 and 1, such as 0.9.");
        });
        verb.SetAction(parse =>
        {
            if (parse.GetValue(tool) is { } name && !Directory.Exists(parse.GetRequiredValue(subject)))
            {
                Print(terminal.Out, parse.GetRequiredValue(subject), name);
                return ExitCode.Done;
            }
            if (parse.GetValue(coverage) is not null && !Directory.Exists(parse.GetRequiredValue(subject)))
                throw new InputException("--coverage", $"needs a model folder, whose dev scores the label sets are cut from; '{parse.GetRequiredValue(subject)}' is none. Name the model and --data.");
            var (predictions, options, labels) = Directory.Exists(parse.GetRequiredValue(subject))
                ? Answer(parse, parse.GetRequiredValue(subject), parse.GetValue(data), parse.GetValue(coverage), columns, terminal.Stop)
                : Read(parse.GetRequiredValue(subject), parse.GetValue(target));
            if (parse.GetValue(tool) is { } other)
            {
                Print(terminal.Out, TaggedFile.Of(predictions), Tools[other]);
                return ExitCode.Done;
            }
            var result = Evaluation.Of(predictions, labels, options with { Split = parse.GetRequiredValue(split) });
            foreach (var line in ScoreLines.Of(result.Scores, options.Target)) terminal.Out.WriteLine(line);
            foreach (var line in OtherToolLines.Of(result)) terminal.Out.WriteLine(line);
            if (parse.GetValue(coverage) is { } share)
            {
                var sets = LabelSetCoverage.Of(predictions, result.Options);
                terminal.Out.WriteLine(SetLine(sets, share));
                result = result with { Scores = [.. result.Scores, sets.Covered, sets.Size] };
            }
            if (parse.GetValue(scores) is { } json) ScoresFile.Write(json, result.Scores);
            if (parse.GetValue(report) is { } html) Report.Write(html, new() { Name = $"{options.Dataset} {result.Options.Split}", Evaluations = [result] });
            return ExitCode.Done;
        });
        return verb;
    }

    private static (List<Prediction>, EvaluationOptions, LabelSet?) Answer(ParseResult parse, string model, string? data, double? coverage, ColumnOptions columns, CancellationToken stop)
    {
        if (data is null) throw new InputException(model, "is a model folder: name the labelled file to score it on with --data.");
        using var predictor = Predictor.Open(model, new() { AbstainBelow = 0, Coverage = coverage });
        var target = predictor.Manifest.Target;
        var predictions = predictor.Predict(columns.Read(parse, data, PredictVerb.Asked(predictor.Manifest)), stop).Select(p => Decoder.Annotated(p, target)).ToList();
        return (predictions, new() { Task = predictor.Manifest.Task, Target = target, Dataset = predictor.Manifest.Name }, predictor.Folder.Labels);
    }

    private static string SetLine(LabelSetCoverage sets, double asked) => string.Create(CultureInfo.InvariantCulture,
        $"{sets.Covered.Split,-10} label sets: gold inside {sets.Covered.Value:0.0000} [{sets.Covered.Low:0.0000}, {sets.Covered.High:0.0000}] where {asked:0.###} was asked; {sets.Size.Value:0.000} labels a set, {sets.Sure} of one, {sets.Empty} empty  ({sets.Covered.Support} examples)");

    private static (List<Prediction>, EvaluationOptions, LabelSet?) Read(string path, string? said)
    {
        var predictions = PredictionFile.Read(path).ToList();
        var target = PredictedTarget.Of(predictions, said);
        return (predictions, new() { Task = target is "spans" or "triplets" ? "spans" : "classify", Target = target, Dataset = Path.GetFileNameWithoutExtension(path) }, null);
    }

    /// <summary>Predictions of spans, or columns of tags.</summary>
    private static void Print(TextWriter output, string path, string tool) => Print(output,
        path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? TaggedFile.Of(PredictionFile.Read(path)) : TaggedFile.Read(path), Tools[tool]);

    private static void Print(TextWriter output, IReadOnlyList<TaggedSentence> sentences, TagTool tool)
    {
        try
        {
            var scores = TagScores.Of(sentences, tool);
            output.Write(tool == TagTool.Conlleval ? TagReports.Conlleval(scores) : TagReports.Seqeval(scores));
        }
        catch (ArgumentException e)
        {
            throw new InputException("tags", $"{e.Message}. Choose the scheme that the tags are written in, or a forgiving tool: conlleval or seqeval.", e);
        }
    }

    private static readonly Dictionary<string, TagTool> Tools = new()
    {
        ["conlleval"] = TagTool.Conlleval,
        ["seqeval"] = TagTool.Seqeval,
        ["seqeval-iob1"] = TagTool.SeqevalStrictIob1,
        ["seqeval-iob2"] = TagTool.SeqevalStrictIob2,
        ["seqeval-iobes"] = TagTool.SeqevalStrictIobes,
    };
}
