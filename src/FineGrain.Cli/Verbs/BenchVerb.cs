using System.CommandLine;
using System.Text;
using System.Text.Json;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Inference;
using FineGrain.Inference.Measuring;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain bench</c>: how fast a model is on this machine, alone or against another, in turns.</summary>
internal static class BenchVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("bench", "Measures a model on this machine, text to label, and against another one in turns.",
            "finegrain bench out/reviews/model --texts comments.txt\nfinegrain bench out/reviews/int8 --against out/reviews/model --texts out/reviews/data/dev.jsonl --json");
        var model = new Argument<string>("model") { Description = "The model folder." };
        var against = new Option<string>("--against") { Description = "The model folder to compare with.", HelpName = "MODEL" };
        var texts = new Option<string>("--texts", "-t") { Description = "Texts to measure with: any file that predict reads.", HelpName = "FILE", Required = true };
        var columns = new ColumnOptions();
        var threads = new Option<int>("--threads") { Description = "CPU threads; 0 takes all physical cores." };
        var batch = new Option<int>("--batch") { Description = "Texts handed over together, in input order; 0 hands over all, as predict --input does." };
        var rounds = new Option<int>("--rounds") { Description = "Measured rounds, after one that warms up.", DefaultValueFactory = _ => 5 };
        var most = new Option<int>("--limit") { Description = "Most texts to take from the file.", DefaultValueFactory = _ => 1024 };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        verb.Add(model);
        foreach (var option in (Option[])[against, texts]) verb.Add(option);
        columns.AddTo(verb);
        foreach (var option in (Option[])[threads, batch, rounds, most, json]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            // Defaults are not filled in yet: an option that was not given has no result here.
            if (result.GetValue(threads) < 0) result.AddError("--threads must be 0 or more.");
            if (result.GetValue(batch) < 0) result.AddError("--batch must be 0 or more.");
            if (result.GetResult(rounds) is not null && result.GetValue(rounds) < 1) result.AddError("--rounds must be 1 or more.");
            if (result.GetResult(most) is not null && result.GetValue(most) < 1) result.AddError("--limit must be 1 or more.");
        });
        verb.SetAction(parse =>
        {
            var predictors = new List<Predictor>();
            try
            {
                foreach (var folder in (string?[])[parse.GetRequiredValue(model), parse.GetValue(against)])
                    if (folder is not null) predictors.Add(Predictor.Open(folder, new() { Threads = parse.GetValue(threads) }));
                List<Example> examples = [.. columns.Read(parse, parse.GetRequiredValue(texts), predictors[0].Manifest.Target).Take(parse.GetValue(most))];
                var speeds = SpeedTest.Run(predictors, examples, new() { Rounds = parse.GetValue(rounds), Batch = parse.GetValue(batch) }, terminal.Stop);
                if (parse.GetValue(json)) terminal.Out.WriteLine(Json(predictors, speeds, examples.Count, parse.GetValue(batch)));
                else foreach (var line in Table(predictors, speeds, examples.Count)) terminal.Out.WriteLine(line);
                return ExitCode.Done;
            }
            finally
            {
                predictors.ForEach(p => p.Dispose());
            }
        });
        return verb;
    }

    private static IEnumerable<string> Table(List<Predictor> predictors, IReadOnlyList<Speed> speeds, int texts)
    {
        yield return FormattableString.Invariant($"{texts} texts, {speeds[0].Rates.Count} rounds in turns, {predictors[0].Threads} threads, {Processor.Instructions}");
        yield return $"{"sentences/s",12} {"p50 ms",9} {"p95 ms",9} {"p99 ms",9} {"MB",8}  model";
        foreach (var (predictor, speed) in predictors.Zip(speeds))
            yield return FormattableString.Invariant($"{speed.SentencesPerSecond,12:0.0} {speed.Percentile(0.5),9:0.00} {speed.Percentile(0.95),9:0.00} {speed.Percentile(0.99),9:0.00} {Megabytes(predictor),8:0.0}  {predictor.Folder.FolderPath} ({Precision(predictor)})");
        if (speeds.Count < 2) yield break;
        var (low, median, high) = speeds[0].Over(speeds[1]);
        yield return FormattableString.Invariant($"ratio {median:0.00} ({low:0.00} to {high:0.00}): the first answers {median:0.00} times as many sentences a second as the second");
    }

    private static string Json(List<Predictor> predictors, IReadOnlyList<Speed> speeds, int texts, int batch)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("texts", texts);
            json.WriteNumber("rounds", speeds[0].Rates.Count);
            json.WriteNumber("batch", batch);
            json.WriteNumber("threads", predictors[0].Threads);
            json.WriteString("instructions", Processor.Instructions);
            foreach (var (name, i) in new[] { ("model", 0), ("against", 1) }.Take(speeds.Count))
            {
                json.WriteStartObject(name);
                json.WriteString("folder", predictors[i].Folder.FolderPath);
                json.WriteString("precision", Precision(predictors[i]));
                json.WriteNumber("sentences_per_second", Math.Round(speeds[i].SentencesPerSecond, 2));
                json.WriteNumber("p50_ms", Math.Round(speeds[i].Percentile(0.5), 4));
                json.WriteNumber("p95_ms", Math.Round(speeds[i].Percentile(0.95), 4));
                json.WriteNumber("p99_ms", Math.Round(speeds[i].Percentile(0.99), 4));
                json.WriteNumber("size_mb", Math.Round(Megabytes(predictors[i]), 3));
                json.WriteEndObject();
            }
            if (speeds.Count > 1)
            {
                var (low, median, high) = speeds[0].Over(speeds[1]);
                json.WriteNumber("ratio", Math.Round(median, 4));
                json.WriteNumber("ratio_low", Math.Round(low, 4));
                json.WriteNumber("ratio_high", Math.Round(high, 4));
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Precision(Predictor predictor) => predictor.Manifest.Precision?.Name ?? "fp32";

    /// <summary>What answering needs of the folder: manifest, network and tokenizer; weights for training on do not count.</summary>
    private static double Megabytes(Predictor predictor) => predictor.Folder.ServingFiles.Sum(f => new FileInfo(predictor.Folder.PathOf(f)).Length) / 1e6;
}
