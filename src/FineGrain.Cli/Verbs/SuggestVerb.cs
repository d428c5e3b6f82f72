using System.CommandLine;
using System.Globalization;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Core.Recipes;
using FineGrain.Data.Preparing;
using FineGrain.Data.Reading;
using FineGrain.Data.Recipes;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Queues;
using FineGrain.Feedback.Store;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain suggest</c>: where to look next in the data.</summary>
internal static class SuggestVerb
{
    private static readonly string[] OfTraining = ["labels", "spans", "contradictions", "outliers"], OfPool = ["annotate", "drift"];

    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("suggest", "Says where to look next: likely label errors, span errors, contradictions, outliers; with a pool, what to annotate and what has drifted. Writes corrections, those first that gain most for a minute of review.",
            "finegrain suggest recipes/mr.yaml --out corrections.jsonl\nfinegrain suggest train.jsonl --queue spans --store corrections.db\nfinegrain suggest test.jsonl --queue spans --predictions seed1.jsonl seed2.jsonl\nfinegrain suggest train.jsonl --pool traffic.jsonl --queue annotate drift --strategy badge --top 100");
        var data = new Argument<string>("data") { Description = "Training data: a recipe (.yaml), examples.jsonl, or a file of another format such as .conll or .csv." };
        var queue = new Option<string[]>("--queue", "-q") { Description = $"Which queues: {string.Join(", ", OfTraining)}; with --pool also {string.Join(", ", OfPool)}. All that fit the data by default.", HelpName = "QUEUE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        queue.AcceptOnlyFromAmong([.. OfTraining, .. OfPool]);
        var pool = new Option<string>("--pool") { Description = "Texts without labels that could be annotated, or that were asked lately: examples.jsonl, .txt (one a line), .csv …", HelpName = "FILE" };
        var strategy = new Option<string>("--strategy") { Description = "How annotate chooses.", DefaultValueFactory = _ => "margin" };
        strategy.AcceptOnlyFromAmong([.. ActiveLearning.Strategies]);
        var predictions = new Option<string[]>("--predictions") { Description = "Answers (predictions.jsonl) of one or several models, such as the seeds of a run: to the pool, that annotate goes by instead of its own probes; or to the data, which they must not have learnt, that spans goes by beside its own.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var top = new Option<int>("--top") { Description = "Most corrections of each queue.", DefaultValueFactory = _ => 200, HelpName = "N" };
        var layer = new Option<string>("--layer") { Description = "Spans to look at.", DefaultValueFactory = _ => "entities" };
        layer.AcceptOnlyFromAmong("entities", "aspects");
        var output = new Option<string>("--out", "-o") { Description = "corrections.jsonl to write.", HelpName = "FILE" };
        var store = new Option<string>("--store") { Description = "Store to propose them to; what stands there already, decided or not, is left out.", HelpName = "PLACE" };
        var set = Verb.Set();
        verb.Add(data);
        foreach (var option in (Option[])[queue, pool, strategy, predictions, top, layer, output, store, set]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(top) is { Implicit: false } given && given.GetValueOrDefault<int>() < 1) result.AddError("--top must be 1 or more.");
            if (result.GetValue(pool) is null && result.GetValue(queue)?.FirstOrDefault(q => OfPool.Contains(q)) is { } needs) result.AddError($"--queue {needs} needs --pool.");
            if (result.GetValue(predictions) is { Length: > 0 } && result.GetValue(queue) is { } both && both.Contains("spans") && both.Contains("annotate")) result.AddError("--predictions are answers to the data for spans, to the pool for annotate: ask for one of the two queues at a time.");
        });
        verb.SetAction(parse =>
        {
            var train = Read(parse.GetRequiredValue(data), parse.GetValue(set) ?? []);
            IReadOnlyList<Example> traffic = parse.GetValue(pool) is { } path ? Read(path, []) : [];
            var (asked, count) = (parse.GetRequiredValue(queue), parse.GetRequiredValue(top));
            var models = parse.GetRequiredValue(predictions);
            using var target = parse.GetValue(store) is { } place ? CorrectionStore.Open(place) : null;
            Correction[] known = target is null ? [] : [.. target.All().Select(c => c.Correction)];
            var found = new List<Suggestions>();
            foreach (var name in asked.Length > 0 ? asked : Fitting(train, traffic, parse.GetRequiredValue(layer)))
            {
                terminal.Stop.ThrowIfCancellationRequested();
                var whole = Of(name, train, traffic, parse.GetRequiredValue(strategy), count, parse.GetRequiredValue(layer), models).Without(known);
                var shown = whole with { Items = [.. whole.Items.Take(count)] };
                found.Add(shown);
                var minutes = shown.Items.Sum(c => c.Gain is > 0 ? c.Score!.Value / c.Gain.Value : 0);
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14}  {shown.Finding}; {shown.Items.Count} proposed, about {minutes:0} minutes for {shown.Items.Sum(c => c.Score ?? 0):0} changes"));
            }
            if (found.Count == 0) throw new InputException(parse.GetRequiredValue(data), "has neither labels nor spans to look at. Name a queue with --queue, or check the recipe.");
            // A text may stand in several queues: the most promising proposal for it is enough, but spans of one text are many.
            var all = found.SelectMany(q => q.Items).OrderByDescending(c => c.Gain).DistinctBy(c => c.IsAboutSpans ? c.Id : c.ExampleId).ToList();
            if (target is not null) terminal.Out.WriteLine($"{target.Propose(all)} new corrections in {StoreOptions.Shown(parse.GetValue(store)!)}; go through them with 'finegrain review --store …'");
            if (parse.GetValue(output) is { } file || (target is null && (file = "corrections.jsonl") is not null))
            {
                CorrectionFile.Write(file, all);
                terminal.Out.WriteLine($"{all.Count} corrections in {file}; go through them with 'finegrain review {file}'");
            }
            return ExitCode.Done;
        });
        return verb;
    }

    private static Suggestions Of(string name, IReadOnlyList<Example> train, IReadOnlyList<Example> traffic, string strategy, int count, string layer, string[] models)
    {
        var now = TimeProvider.System.GetUtcNow();
        switch (name)
        {
            case "spans": return SpanSuggestions.Of(train, layer, now, [.. models.Select(m => ModelOpinions.Of(train, layer, PredictionFile.Read(m), m))]);
            case "outliers": return OutlierSuggestions.Of(train, IsLabelled(train) ? LabelsOf(train) : null, now);
        }
        if (!IsLabelled(train)) throw new InputException("data", $"queue {name} needs examples with exactly one label each.");
        var labels = LabelsOf(train);
        return name switch
        {
            "labels" => LabelSuggestions.Of(train, labels, now),
            "contradictions" => ContradictionSuggestions.Of(train, TimeProvider.System),
            "annotate" => AnnotationSuggestions.Of(train, traffic, labels, strategy, count, now, models.Length == 0 ? null : [.. models.Select(m => Answers(m, labels))]),
            _ => DriftSuggestions.Of(train, traffic, labels, count, now),
        };
    }

    private static IEnumerable<string> Fitting(IReadOnlyList<Example> train, IReadOnlyList<Example> traffic, string layer)
    {
        if (train.Any(e => e.SpansOf(layer).Count > 0)) yield return "spans";
        if (!IsLabelled(train)) yield break;
        foreach (var name in (string[])["labels", "contradictions", "outliers"]) yield return name;
        if (traffic.Count > 0) foreach (var name in OfPool) yield return name;
    }

    private static bool IsLabelled(IReadOnlyList<Example> examples) => examples.Count > 0 && examples.All(e => e.Labels.Count == 1) && examples.Any(e => e.Label != examples[0].Label);

    private static LabelSet LabelsOf(IReadOnlyList<Example> examples) => new(examples.Select(e => e.Label!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static Dictionary<string, double[]> Answers(string path, LabelSet labels) => PredictionFile.Read(path).ToDictionary(p => p.Id, p => (double[])[.. labels.Names.Select(n =>
        p.Probabilities.TryGetValue(n, out var x) ? x : throw new InputException(path, $"the answer for '{p.Id}' has no probability of '{n}'. The model must know the labels of the data."))], StringComparer.Ordinal);

    /// <summary>A recipe's training data, or a file by its extension.</summary>
    internal static IReadOnlyList<Example> Read(string path, string[] settings)
    {
        if (path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            return DataPreparation.Prepare(YamlRecipe.Load(path, settings).Recipe, Path.GetDirectoryName(Path.GetFullPath(path))!).Train;
        var full = Path.GetFullPath(path);
        var source = new SourceRecipe { Path = Path.GetFileName(full), Format = path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase) ? "examples" : "auto" };
        if (path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)) source = source with { Label = "" };
        return [.. ExampleReader.Read(source, Path.GetDirectoryName(full)!, new() { LabelOptional = true })];
    }
}
