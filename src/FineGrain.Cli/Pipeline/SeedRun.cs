using System.Globalization;
using FineGrain.Core.Recipes;
using FineGrain.Core.Spans;
using FineGrain.Data.Batching;
using FineGrain.Models;
using FineGrain.Models.Losses;
using FineGrain.Models.Spans;
using FineGrain.Training;
using FineGrain.Training.Distillation;

namespace FineGrain.Cli.Pipeline;

/// <summary>One seed: a fresh network, its loop and, at the end, its model folder.</summary>
internal sealed class SeedRun : IDisposable
{
    private readonly Preparation prepared;
    private readonly Refitting? refit;
    private readonly TextModel model;
    private readonly TrainingRun run;
    private readonly (FeatureMatching Matching, TextModel Teacher)? features;

    public SeedRun(Preparation prepared, TrainingBatches batches, Teaching? teaching, RunFolder folder, int seed, StartingPoint? start = null, Refitting? refit = null)
    {
        (this.prepared, this.refit) = (prepared, refit);
        Seed = seed;
        var recipe = prepared.Recipe;
        model = start is null ? NewModel(prepared, batches, seed) : start.Open(seed);
        var loss = LossOf(prepared);
        var dev = prepared.Data.Dev.Count == 0 ? null : new DevScoring(model, loss, prepared, Export.Manifest(prepared));
        var source = new EpochSource(epoch => batches.Epoch(seed, epoch));
        features = teaching?.Features(model, source.Epoch(0, 0).First(), seed);
        var task = teaching?.Lessons is { } lessons
            ? DistillationObjective.Task(model, loss, lessons, recipe.Distillation, features?.Matching, source)
            : TextObjective.Task(model, loss, source);
        var share = refit?.Share(seed) ?? 1;
        run = new(task with
        {
            Evaluate = dev is null ? null : dev.Score,
            Metric = DevMetric.Of(recipe.Training.Stopping.Metric, recipe.Target),
            CheckpointPath = folder.Checkpoint(seed),
            Share = share,
            Identity = $"{prepared.Identity} {teaching?.Identity} {start?.Identity} {(refit is null ? "" : string.Create(CultureInfo.InvariantCulture, $"refit {share}"))}".TrimEnd(),
        }, ModelVectors.Still(recipe.Training, model), seed);
    }

    public int Seed { get; }

    /// <summary>Parameters of the network.</summary>
    public long Parameters => model.parameters().Sum(p => p.numel());

    /// <summary>What the network took from its checkpoints; empty where it has none.</summary>
    public IEnumerable<string> CheckpointLines => Pipeline.CheckpointLines.Of(model);

    public int TotalSteps => run.TotalSteps;

    public int ResumedFrom => run.ResumedFrom;

    public int ThreadCount => run.ThreadCount;

    public RunEnd End => run.End;

    public IEnumerable<StepReport> Steps(CancellationToken cancel) => run.Steps(cancel);

    /// <summary>Writes the model folder; call after the last step.</summary>
    public void WriteModel(string path) => Export.Write(model, prepared, path, refit?.Decisions(Seed));

    /// <summary>A fresh network of the recipe.</summary>
    internal static TextModel NewModel(Preparation prepared, TrainingBatches batches, int seed)
    {
        var (recipe, labels) = (prepared.Recipe, prepared.Data.Labels);
        var spans = prepared.Spans is { } manifest
            ? new SpanShape { Head = manifest.Head, Scheme = manifest.Scheme, Labels = manifest.Layer == "triplets" ? TripletColumns.Names(labels.Names) : labels.Names, Alignment = recipe.Spans.Alignment, Width = recipe.Spans.Width,
                Features = prepared.Encoder.FeatureCount, Buckets = recipe.Spans.Features.Buckets, FeatureWidth = recipe.Spans.FeatureWidth, FeatureDropout = recipe.Spans.Features.Dropout,
                CharacterIds = prepared.CharacterIds, Characters = recipe.Spans.Characters }
            : null;
        var outputs = recipe.Target == "number" ? 1 : spans?.Outputs ?? labels.Count;
        var ngrams = prepared.Encoding.Ngrams;
        return ModelFactory.Create(prepared.Model, new()
        {
            VocabularySize = prepared.Tokenizer.VocabularySize,
            MaxLength = recipe.Tokenizer.MaxLength,
            PaddingId = prepared.Tokenizer.PaddingId,
            Outputs = outputs,
            Target = NetworkTarget(recipe),
            Spans = spans,
            Vectors = prepared.Vectors.Starts(prepared.Tokenizer),
            Encoders = prepared.Vectors.Encoders,
            NgramTable = ngrams is { NaiveBayes: > 0 } ? [.. batches.NaiveBayes(ngrams.Buckets, prepared.Data.Train.Count).Select(r => (float)(r * ngrams.NaiveBayes))] : null,
        }, seed);
    }

    /// <summary>The target as the network knows it: triplets are cells of a table, as nested spans are; categories a logit for each label.</summary>
    private static string NetworkTarget(Recipe recipe) => recipe.Target switch { "triplets" => "spans", "categories" => "labels", var other => other };

    /// <summary>What training minimises.</summary>
    internal static Loss LossOf(Preparation prepared) => prepared.Recipe.Target == "categories"
        ? new CategoryLoss(new(prepared.Data.Labels.Names))
        : Loss.Named(prepared.Recipe.Training.Loss, NetworkTarget(prepared.Recipe), LossWeights(prepared));

    /// <summary>Class weights in the order of the loss's classes: labels, or the tags of spans.</summary>
    private static float[]? LossWeights(Preparation prepared) => prepared.Spans is { } spans
        ? ClassWeights.OfSpans(prepared.Recipe.Training.Loss, spans, prepared.Data.Labels, prepared.Data.Train)
        : ClassWeights.Of(prepared.Recipe.Training.Loss, prepared.Data.Labels, prepared.Data.Train);

    public void Dispose()
    {
        run.Dispose();
        features?.Matching.Dispose();
        features?.Teacher.Dispose();
        model.Dispose();
    }
}
