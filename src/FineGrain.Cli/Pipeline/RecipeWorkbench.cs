using System.Security.Cryptography;
using System.Text;
using FineGrain.Analysis;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Preparing;
using FineGrain.Data.Recipes;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Improving;
using FineGrain.Feedback.Patches;
using FineGrain.Inference;

namespace FineGrain.Cli.Pipeline;

/// <summary>Works for the improvement loop on a recipe: detectors and proxies of the feedback stage, training and ONNX inference as <c>run</c> does them.</summary>
internal sealed class RecipeWorkbench : IWorkbench
{
    private readonly string recipePath;
    private readonly string[] settings;
    private readonly string folder;
    private readonly DataVersions versions;
    private readonly IReadOnlyList<Example> pool;
    private readonly IRunDisplay display;
    private readonly Dictionary<string, TrainedModel> trained = new(StringComparer.Ordinal);
    private (string Key, IDataProbe Probe)? latest;

    public RecipeWorkbench(string recipePath, string[] settings, string folder, DataVersions versions, IReadOnlyList<Example> pool, IRunDisplay display)
    {
        (this.recipePath, this.settings, this.folder, this.versions, this.pool, this.display) = (recipePath, settings, folder, versions, pool, display);
        Data = DataPreparation.Prepare(Bind([]).Recipe, Path.GetDirectoryName(Path.GetFullPath(recipePath))!);
        if (DevHalves.Confirm(Data.Dev).Count < 50) throw new InputException("data.dev", $"the half that the gate keeps locked has {DevHalves.Confirm(Data.Dev).Count} examples; with fewer than 50 nothing can be proven. Give the recipe more dev data.");
    }

    /// <summary>The data as the recipe reads them.</summary>
    public PreparedData Data { get; }

    public IReadOnlyList<Cause> Find(DataVersion version, IReadOnlyList<RecipeChange> recipe) => Probe(version, recipe).Find();

    public ProxyGain? Proxy(DataVersion version, IReadOnlyList<RecipeChange> recipe, Patch patch) =>
        Probe(version, recipe).Try(patch, Bind([.. recipe, .. patch.Recipe]).Recipe);

    public TrainedModel Train(DataVersion version, IReadOnlyList<RecipeChange> recipe, CancellationToken stop)
    {
        var key = Key(version, recipe);
        if (trained.TryGetValue(key, out var known)) return known;
        var bound = Bind(recipe);
        var prepared = Preparation.Of(bound, recipePath, Data with { Train = versions.Examples(version), Dev = DevHalves.Choose(Data.Dev), Hash = version.Hash }, new Progress<Models.HuggingFace.Hub.HubProgress>(), stop);
        var run = new RunFolder(Path.Combine(folder, "trials", key));
        Seeds.TrainHere([.. prepared.Recipe.Training.Seeds.Where(seed => !ModelFolder.IsOne(run.SeedModel(seed)))], prepared, run, display, stop);
        var model = run.SeedModel(BestSeed.Of(prepared, run));
        using var predictor = Predictor.Open(model, new() { Spinning = false });
        var (locked, open) = (DevHalves.Confirm(Data.Dev), DevHalves.Choose(Data.Dev));
        return trained[key] = new(model, Judge(predictor, locked, bound.Recipe, stop), Judge(predictor, open, bound.Recipe, stop).Score);
    }

    private Judged Judge(Predictor predictor, IReadOnlyList<Example> examples, Recipe recipe, CancellationToken stop)
    {
        var predictions = predictor.Predict(examples, stop).ToList();
        if (IsSpans)
            return SpanQuality.Of(examples.Zip(predictions, (e, p) => (e.SpansOf(recipe.Spans.Layer), (IReadOnlyList<Span>)[.. (p.Spans ?? []).Select(x => new Span(x.Start, x.End, x.Label))])));
        var metric = recipe.Training.Stopping.Metric is "auto" or "loss" ? "accuracy" : recipe.Training.Stopping.Metric;
        var scores = Evaluation.Of(predictions, Data.Labels, new() { Target = recipe.Target, BootstrapSamples = 0, Hardest = 0 }).Scores;
        var score = (scores.FirstOrDefault(s => s.Metric == metric) ?? scores.First(s => s.Metric == "accuracy")).Value;
        return new(score, [.. predictions.Select((p, i) => -Brier.Of([.. Data.Labels.Names.Select(n => p.Probabilities[n])], Data.Labels.IndexOf(examples[i].Label!)))]);
    }

    private IDataProbe Probe(DataVersion version, IReadOnlyList<RecipeChange> recipe)
    {
        var key = Key(version, recipe);
        if (latest is { } known && known.Key == key) return known.Probe;
        var (train, dev) = (versions.Examples(version), DevHalves.Choose(Data.Dev));
        var bound = Bind(recipe).Recipe;
        IDataProbe probe = IsSpans ? new SpanDataProbe(new SpanView(train, dev, bound.Spans.Layer)) : new LabelDataProbe(new DataView(train, dev, Data.Labels, bound, pool));
        latest = (key, probe);
        return probe;
    }

    private bool IsSpans => Bind([]).Recipe.Task == "spans";

    private BoundRecipe Bind(IEnumerable<RecipeChange> changes) => YamlRecipe.Load(recipePath, [.. settings, .. changes.Select(c => c.Setting)]);

    /// <summary>Names a training by all that decides it, so that a killed loop finds what it had begun.</summary>
    private static string Key(DataVersion version, IEnumerable<RecipeChange> recipe) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{version.Hash}\n{string.Join('\n', recipe.Select(c => c.Setting))}")))[..16];
}
