using System.Diagnostics;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models;
using FineGrain.Models.Encoders;
using FineGrain.Training.Optimizers;
using static TorchSharp.torch;

namespace FineGrain.Training.Bench;

/// <summary>FineGrain's model, objective and optimiser, put together as TrainingRun does.</summary>
internal sealed class OurStep : IStep
{
    private readonly TextModel model;
    private readonly TrainingTask task;
    private readonly Optimizer optimizer;
    private long forward;

    public OurStep(BenchModel shape, string embeddingRows, bool mixed = false)
    {
        Name = mixed ? "ours, bfloat16" : $"ours, {embeddingRows} rows";
        var recipe = new TransformerRecipe
        {
            Layers = shape.Layers, Width = shape.Width, Heads = shape.Heads, Inner = shape.Inner, Dropout = 0.1, AttentionDropout = shape.AttentionDropout,
        };
        model = ModelFactory.Create(recipe, new() { VocabularySize = BenchModel.Vocabulary, MaxLength = BenchModel.MaxLength, Outputs = 2, Target = "label" }, 1);
        task = TextObjective.Task(model, FineGrain.Models.Losses.Loss.Named(new(), "label"), new NoBatches());
        var training = new TrainingRecipe { Optimizer = new() { LearningRate = 1e-4, EmbeddingRows = embeddingRows } };
        var parameters = ParameterPlan.Of(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)), training, task.LayerOf, task.EmbeddingNames);
        optimizer = new(Optimizer.Rule(training.Optimizer), parameters, shape.Threads);
        Bfloat16Products.Use(model, mixed);
        model.train();
        Weights = SharedWeights.Of(model, shape);
    }

    public string Name { get; }

    /// <summary>First weights, for the peers.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Weights { get; }

    public TimeSpan Forward { get; private set; }
    public TimeSpan Backward { get; private set; }
    public TimeSpan Update { get; private set; }

    public double Loss(Batch batch)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        model.eval();
        var loss = task.Objective.Loss(batch, 0).item<float>();
        model.train();
        return loss;
    }

    public StepTime Run(Batch batch) => StepTime.Of(() => Step(batch));

    private void Step(Batch batch)
    {
        var start = Stopwatch.GetTimestamp();
        using (var scope = NewDisposeScope())
        {
            var loss = task.Objective.Loss(batch, forward++);
            Forward = Stopwatch.GetElapsedTime(start);
            loss.backward();
            Backward = Stopwatch.GetElapsedTime(start) - Forward;
        }
        optimizer.Step(1e-4, clipNorm: 1);
        Update = Stopwatch.GetElapsedTime(start) - Forward - Backward;
    }

    public void Dispose()
    {
        foreach (var (_, value) in Weights) value.Dispose();
        optimizer.Dispose();
        model.Dispose();
    }

    private sealed class NoBatches : IBatchSource
    {
        public int Count(int epoch) => 0;

        public IEnumerable<Batch> Epoch(int epoch, int skip) => [];
    }
}
