using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using FineGrain.Analysis.Checks;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Recipes;
using FineGrain.Inference;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain check</c>: behavioural tests of a model.</summary>
internal static class CheckVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("check", "Runs behavioural tests on a model folder: what it must be able to do, changes that must not matter, changes that must push one way; failure rates by capability. Exits with 0, or with --strict with 3 where a test is over its limit.",
            "finegrain check out/reviews/model checks/sentiment-zh.yaml\nfinegrain check out/sst2/model checks/sentiment-en.yaml --strict\nfinegrain check out/sst2/model $FINEGRAIN_DATA/checklist-sentiment/sentiment_suite.jsonl.gz");
        var model = new Argument<string>("model") { Description = "The model folder." };
        var suite = new Argument<string>("suite") { Description = "A suite (YAML), or the published CheckList suite as JSON lines, plain or .gz." };
        var labels = new Option<string[]>("--labels") { Description = "The suite's labels as the model calls them, such as positive=正面; may be given several times.", HelpName = "SUITE=MODEL", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var examples = new Option<int>("--examples") { Description = "How many failures of each test to show.", DefaultValueFactory = _ => 2 };
        var strict = new Option<bool>("--strict") { Description = "Exit with 3 where a test fails more often than its limit." };
        var findings = new Option<string>("--findings") { Description = "Also write the failing tests as findings.json.", HelpName = "FILE" };
        verb.Add(model);
        verb.Add(suite);
        foreach (var option in (Option[])[labels, examples, strict, findings]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(examples) < 0) result.AddError("--examples must be 0 or more.");
            if (result.GetValue(labels)?.FirstOrDefault(l => l.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong) result.AddError($"--labels takes SUITE=MODEL, such as positive=正面; '{wrong}' is not that.");
        });
        verb.SetAction(parse =>
        {
            var tests = Read(parse.GetRequiredValue(suite));
            using var predictor = Predictor.Open(parse.GetRequiredValue(model), new() { AbstainBelow = 0 });
            if (predictor.Manifest.Target != "label") throw new InputException(parse.GetRequiredValue(model), $"has target '{predictor.Manifest.Target}'; behavioural tests are for models of one label.");
            var names = parse.GetRequiredValue(labels).Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);
            var result = CheckRun.Of(tests, predictor.Folder.Labels, names, texts => [.. predictor.Predict(texts.Select((text, i) => new Example { Id = $"{i}", Text = text }), terminal.Stop)]);
            Write(terminal.Out, result, parse.GetValue(examples));
            if (parse.GetValue(findings) is { } file) FindingsFile.Write(file, result.Findings());
            return parse.GetValue(strict) && !result.Met ? ExitCode.NotMet : ExitCode.Done;
        });
        return verb;
    }

    private static CheckSuite Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            using var reader = new StreamReader(plain);
            var text = reader.ReadToEnd();
            return path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase) ? CheckListFile.Read(text.Split('\n'), Path.GetFileName(path)) : SuiteReader.Read(YamlTree.Parse(text, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException(path, $"cannot be read: {e.Message}", e);
        }
    }

    private static void Write(TextWriter output, CheckResult result, int examples)
    {
        foreach (var test in result.Tests)
        {
            if (test.Skipped is { } why)
            {
                output.WriteLine($"skipped                                {test.Test.Capability}: {test.Test.Name} ({why})");
                continue;
            }
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(test.Test.Limit is null ? "-      " : test.Met ? "ok     " : "OVER   ")} {test.Rate,6:0.0 %} [{test.Interval.Low,6:0.0 %}, {test.Interval.High,6:0.0 %}] of {test.Cases,5}  {test.Test.Capability}: {test.Test.Name}{(test.Test.Limit is { } limit ? $" (limit {limit:0.#%})" : "")}"));
            foreach (var failed in test.Shown.Take(examples)) output.WriteLine($"         {failed.Why}: {string.Join("  →  ", failed.Answers.Select(a => a.Text.ReplaceLineEndings(" ")))}");
        }
        output.WriteLine();
        foreach (var capability in result.Capabilities)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{capability.Capability,-14} {capability.Rate,6:0.0 %} of {capability.Cases} cases fail in {capability.Tests} tests"));
    }
}
