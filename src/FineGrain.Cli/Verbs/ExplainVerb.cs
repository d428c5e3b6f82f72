using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FineGrain.Analysis.Explaining;
using FineGrain.Analysis.Reporting;
using FineGrain.Cli.Explaining;
using FineGrain.Cli.Terminals;
using FineGrain.Core;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain explain</c>: which words an answer hangs on, and which method to believe about it.</summary>
internal static class ExplainVerb
{
    private const int Neighbours = 5;

    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("explain", "Shows which words an answer hangs on, by occlusion, gradients, integrated gradients or attention; measures which of them to trust; finds the nearest training examples.",
            "finegrain explain out/sst2/model \"A gorgeous, witty, seductive movie.\"\nfinegrain explain out/reviews/model \"房间很脏，但服务不错。\" --method all --html why.html\nfinegrain explain out/sst2/model --input dev.jsonl --trust --rows 200\nfinegrain explain out/sst2/model \"dull\" --neighbours out/sst2/data/train.jsonl");
        var model = new Argument<string>("model") { Description = "The model folder." };
        var texts = new Argument<string[]>("text") { Description = "Texts to explain.", Arity = ArgumentArity.ZeroOrMore };
        var input = new Option<string>("--input", "-i") { Description = "File of texts instead.", HelpName = "FILE" };
        var rows = new Option<int>("--rows") { Description = "How many texts of --input; with --trust, spread evenly over the file.", DefaultValueFactory = _ => 200 };
        var method = new Option<string[]>("--method", "-m") { Description = "integrated, occlusion, gradient, attention, or all that this model allows. Spans: occlusion.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        method.AcceptOnlyFromAmong([.. Explainer.Methods, "all"]);
        var label = new Option<string>("--label") { Description = "Explain this label instead of the answer; for spans, only spans of it." };
        var trust = new Option<bool>("--trust") { Description = "Measure comprehensiveness, sufficiency and deletion curve of the methods against random orders, and say which to trust." };
        var neighbours = new Option<string>("--neighbours") { Description = "Training examples: also show those whose representation lies nearest.", HelpName = "FILE" };
        var html = new Option<string>("--html") { Description = "Also write a page of heat maps.", HelpName = "FILE" };
        var json = new Option<string>("--json") { Description = "Also write the explanations as JSON lines (with --trust: the measures as JSON).", HelpName = "FILE" };
        var columns = new ColumnOptions();
        verb.Add(model);
        verb.Add(texts);
        foreach (var option in (Option[])[input, rows, method, label, trust, neighbours, html, json]) verb.Add(option);
        columns.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(texts) is { Length: > 0 } == result.GetValue(input) is not null) result.AddError("Give texts or --input, one of the two.");
            if (result.GetResult(rows) is { Implicit: false } && result.GetValue(rows) < 1) result.AddError("--rows must be 1 or more.");
        });
        verb.SetAction(parse =>
        {
            using var explainer = new Explainer(parse.GetRequiredValue(model), terminal.Stop);
            var manifest = explainer.Manifest;
            List<Example> examples = parse.GetValue(input) is { } file
                ? Spread([.. columns.Read(parse, file, manifest.Target)], parse.GetValue(rows))
                : [.. parse.GetRequiredValue(texts).Select((text, i) => new Example { Id = $"{i + 1}", Text = text })];
            var asked = parse.GetRequiredValue(method);
            string[] methods = asked.Contains("all") || asked.Length == 0 && parse.GetValue(trust) ? [.. explainer.Possible] : asked.Length == 0 ? [explainer.Possible[0]] : asked;
            List<Explanation> explanations = [];
            IReadOnlyList<MethodTrust> measured = [];
            if (parse.GetValue(trust)) measured = Trust(explainer, examples, methods, parse.GetValue(label), terminal);
            else explanations = Explain(explainer, examples, methods, parse.GetValue(label), parse.GetValue(neighbours), columns, parse, terminal);
            if (parse.GetValue(html) is { } page) ExplanationPage.Write(page, manifest.Name, explanations, measured);
            if (parse.GetValue(json) is { } target)
                FileWriting.Atomically(target, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(measured.Count > 0
                    ? JsonSerializer.Serialize(measured, ExplanationJson.Lines.IReadOnlyListMethodTrust) + "\n"
                    : string.Concat(explanations.Select(e => JsonSerializer.Serialize(e, ExplanationJson.Lines.Explanation) + "\n")))));
            return ExitCode.Done;
        });
        return verb;
    }

    private static List<Explanation> Explain(Explainer explainer, List<Example> examples, string[] methods, string? label, string? neighbours, ColumnOptions columns, ParseResult parse, Terminal terminal)
    {
        var found = new List<Explanation>();
        var training = neighbours is null ? null : columns.Read(parse, neighbours, explainer.Manifest.Target).ToList();
        foreach (var example in examples)
        {
            var prediction = explainer.Predict(example);
            var outputs = ExplainedOutput.Of(prediction, explainer.Manifest.Target, label);
            if (outputs.Count == 0) terminal.Out.WriteLine($"{example.Id}  nothing was answered, so there is nothing to explain");
            foreach (var output in outputs)
            {
                var quoted = output.Span is { } span ? $"  “{span.Slice(example.Text).ReplaceLineEndings(" ")}”" : "";
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{example.Id}  {output.Name} {output.Probability:0.000}{quoted}"));
                foreach (var method in methods)
                {
                    terminal.Stop.ThrowIfCancellationRequested();
                    found.Add(explainer.Explain(example, output, method));
                    foreach (var line in HeatMap.Of(found[^1], terminal.Interactive)) terminal.Out.WriteLine(line);
                }
            }
            if (training is null) continue;
            foreach (var (near, similarity) in explainer.Nearest(example, training, Neighbours))
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"near",-11} {similarity:0.000}  {string.Join('|', near.Labels)}  {near.Text.ReplaceLineEndings(" ")}  ({near.Source ?? near.Id})"));
        }
        return found;
    }

    private static IReadOnlyList<MethodTrust> Trust(Explainer explainer, List<Example> examples, string[] methods, string? label, Terminal terminal)
    {
        var measured = methods.Append(MethodTrust.Random).ToDictionary(m => m, _ => new List<Faithfulness>());
        for (var i = 0; i < examples.Count; i++)
        {
            if (TextWords.Of(examples[i].Text).Count == 0) continue;
            foreach (var output in ExplainedOutput.Of(explainer.Predict(examples[i]), explainer.Manifest.Target, label))
                foreach (var (method, list) in measured)
                {
                    terminal.Stop.ThrowIfCancellationRequested();
                    list.Add(explainer.Judge(examples[i], output, method));
                }
            if (terminal.Interactive && i % 10 == 9) terminal.Error.WriteLine($"{i + 1} of {examples.Count} texts");
        }
        if (measured[MethodTrust.Random].Count == 0) throw new InputException("texts", "give nothing to explain: no words, or nothing was answered.");
        var trust = MethodTrust.Of(measured.ToDictionary(m => m.Key, m => (IReadOnlyList<Faithfulness>)m.Value));
        terminal.Out.WriteLine($"{"method",-12} {"comprehensive",13} {"over random",31} {"sufficiency",12} {"deletion",9}   ({trust[0].Texts} texts)");
        foreach (var m in trust)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{m.Method,-12} {m.Comprehensiveness,13:0.000} {(double.IsNaN(m.Margin) ? "" : $"{m.Margin:+0.000;-0.000} [{m.MarginInterval.Low:+0.000;-0.000}, {m.MarginInterval.High:+0.000;-0.000}]"),31} {m.Sufficiency,12:0.000} {m.DeletionArea,9:0.000}"));
        terminal.Out.WriteLine(MethodTrust.Recommended(trust) is { } best
            ? $"Trust '{best.Method}' on this model: erasing the words that it names costs the answer most."
            : "No method beats random orders here: trust none of them on this model.");
        return trust;
    }

    /// <summary>At most <paramref name="count"/> examples, evenly over all, so that a file sorted by label does not give one label alone.</summary>
    private static List<Example> Spread(List<Example> examples, int count) =>
        examples.Count <= count ? examples : [.. Enumerable.Range(0, count).Select(i => examples[(int)((long)i * examples.Count / count)])];
}
