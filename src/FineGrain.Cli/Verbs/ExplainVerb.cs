using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FineGrain.Analysis.Explaining;
using FineGrain.Analysis.Reporting;
using FineGrain.Cli.Explaining;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Aspects;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain explain</c>: which words an answer hangs on, and which method to believe about it.</summary>
internal static class ExplainVerb
{
    private const int Neighbours = 5;

    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("explain", "Shows which words an answer hangs on, by occlusion, gradients, integrated gradients or attention; measures which of them to trust; finds the nearest training examples.",
            "finegrain explain out/sst2/model \"A gorgeous, witty, seductive movie.\"\nfinegrain explain out/reviews/model \"房间很脏，但服务不错。\" --method all --html why.html\nfinegrain explain out/aspects/model \"great room but awful food\" --aspect food\nfinegrain explain out/sst2/model --input dev.jsonl --trust --rows 200\nfinegrain explain out/sst2/model \"dull\" --neighbours out/sst2/data/train.jsonl");
        var model = new Argument<string>("model") { Description = "The model folder." };
        var texts = new Argument<string[]>("text") { Description = "Texts to explain.", Arity = ArgumentArity.ZeroOrMore };
        var input = new Option<string>("--input", "-i") { Description = "File of texts instead.", HelpName = "FILE" };
        var rows = new Option<int>("--rows") { Description = "How many texts of --input; with --trust, spread evenly over the file.", DefaultValueFactory = _ => 200 };
        var method = new Option<string[]>("--method", "-m") { Description = "integrated, occlusion, gradient, attention, or all that this model allows. Triplets: occlusion.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        method.AcceptOnlyFromAmong([.. Explainer.Methods, "all"]);
        var label = new Option<string>("--label") { Description = "Explain this label instead of the answer; for spans, only spans of it." };
        var aspect = new Option<string[]>("--aspect", "-a") { Description = "Words of the text whose judgement is asked, for a model of task aspects; every place of them is explained. May stand several times.", HelpName = "TERM", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };
        var trust = new Option<bool>("--trust") { Description = "Measure comprehensiveness, sufficiency and deletion curve of the methods against random orders, and say which to trust." };
        var neighbours = new Option<string>("--neighbours") { Description = "Training examples: also show those whose representation lies nearest, for a span the nearest training spans.", HelpName = "FILE" };
        var html = new Option<string>("--html") { Description = "Also write a page of heat maps.", HelpName = "FILE" };
        var json = new Option<string>("--json") { Description = "Also write the explanations as JSON lines (with --trust: the measures as JSON).", HelpName = "FILE" };
        var columns = new ColumnOptions();
        verb.Add(model);
        verb.Add(texts);
        foreach (var option in (Option[])[input, rows, method, label, aspect, trust, neighbours, html, json]) verb.Add(option);
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
                ? Spread([.. columns.Read(parse, file, PredictVerb.Asked(manifest))], parse.GetValue(rows))
                : [.. parse.GetRequiredValue(texts).Select((text, i) => new Example { Id = $"{i + 1}", Text = text })];
            examples = OfAspects(examples, manifest, parse.GetRequiredValue(aspect));
            var asked = parse.GetRequiredValue(method);
            string[] methods = asked.Contains("all") || asked.Length == 0 && parse.GetValue(trust) ? [.. explainer.Possible] : asked.Length == 0 ? [explainer.Possible[0]] : asked;
            List<Explanation> explanations = [];
            IReadOnlyList<MethodTrust> measured = [];
            if (parse.GetValue(trust)) measured = Trust(explainer, examples, methods, parse.GetValue(label), terminal);
            else explanations = Explain(explainer, examples, methods, parse.GetValue(label), parse.GetValue(neighbours), columns, parse, terminal);
            if (parse.GetValue(input) is not null && CompletenessLine(explanations) is { } summary) terminal.Out.WriteLine(summary);
            if (parse.GetValue(html) is { } page) ExplanationPage.Write(page, manifest.Name, explanations, measured);
            if (parse.GetValue(json) is { } target)
                FileWriting.Atomically(target, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(measured.Count > 0
                    ? JsonSerializer.Serialize(measured, ExplanationJson.Lines.IReadOnlyListMethodTrust) + "\n"
                    : string.Concat(explanations.Select(e => JsonSerializer.Serialize(e, ExplanationJson.Lines.Explanation) + "\n")))));
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>The examples with the asked aspects, one an example, where the model asks about aspects.</summary>
    private static List<Example> OfAspects(List<Example> examples, ModelManifest manifest, string[] terms)
    {
        if (manifest.Encoding.Aspects is null)
            return terms.Length == 0 ? examples : throw PredictVerb.NoAspects(manifest);
        return [.. AspectExamples.Asked(terms.Length == 0 ? examples : examples.Select(example => AspectSearch.Place(example, terms)))];
    }

    private static List<Explanation> Explain(Explainer explainer, List<Example> examples, string[] methods, string? label, string? neighbours, ColumnOptions columns, ParseResult parse, Terminal terminal)
    {
        var found = new List<Explanation>();
        var manifest = explainer.Manifest;
        var training = neighbours is null ? null : columns.Read(parse, neighbours, PredictVerb.Asked(manifest)).ToList();
        if (training is not null && manifest.Encoding.Aspects is not null) training = [.. AspectExamples.Of(training)];
        foreach (var example in examples)
        {
            var prediction = explainer.Predict(example);
            var outputs = ExplainedOutput.Of(prediction, manifest.Target, label);
            if (outputs.Count == 0) terminal.Out.WriteLine($"{example.Id}  nothing was answered, so there is nothing to explain");
            foreach (var output in outputs)
            {
                var about = manifest.Encoding.Aspects is not null ? $"  “{example.Aspects[0].Slice(example.Text).ReplaceLineEndings(" ")}”" : output.Quoted(example.Text);
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{example.Id}  {output.Name} {output.Probability:0.000}{about}"));
                var near = training is null ? null : explainer.Nearest(example, output, training, Neighbours);
                foreach (var method in methods)
                {
                    terminal.Stop.ThrowIfCancellationRequested();
                    found.Add(explainer.Explain(example, output, method) with { Neighbours = near });
                    foreach (var line in HeatMap.Of(found[^1], terminal.Interactive)) terminal.Out.WriteLine(line);
                }
                foreach (var line in (near ?? []).Select(NeighbourLine)) terminal.Out.WriteLine(line);
            }
        }
        return found;
    }

    private static string NeighbourLine(Neighbour near)
    {
        var span = near is { Start: { } start, End: { } end } ? $"“{near.Text[start..end].ReplaceLineEndings(" ")}” in: " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{"near",-11} {near.Similarity:0.000}  {near.Label}  {span}{near.Text.ReplaceLineEndings(" ")}  ({near.Source ?? near.Id})");
    }

    /// <summary>How complete integrated gradients were over a whole file; null where they were not asked for.</summary>
    private static string? CompletenessLine(List<Explanation> explanations)
    {
        var texts = explanations.Where(e => e.Completeness is not null).GroupBy(e => e.Id, e => e.Completeness!.Error).Select(errors => errors.Max()).ToList();
        if (texts.Count == 0) return null;
        var within = texts.Count(error => error <= 0.01);
        return string.Create(CultureInfo.InvariantCulture, $"completeness of integrated gradients: worst error {100 * texts.Max():0.00} %; {100.0 * within / texts.Count:0.0} % of {texts.Count} texts within 1 %");
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
