using TorchSharp;

namespace FineGrain.Training;

/// <summary>What a run trains and on what; how it trains stands in the recipe.</summary>
public sealed record TrainingTask
{
    /// <summary>The network, on the CPU in float32; training changes its parameters in place.</summary>
    public required torch.nn.Module Model { get; init; }

    /// <summary>What is minimised.</summary>
    public required IObjective Objective { get; init; }

    /// <summary>The batches.</summary>
    public required IBatchSource Batches { get; init; }

    /// <summary>
    /// Scores the model on dev: metric name to value. Called with the model in evaluation mode, its averaged weights in place (when the recipe averages)
    /// and gradients off; null when there is no dev split: then there is no early stopping and the last weights are kept.
    /// </summary>
    public Func<IReadOnlyDictionary<string, double>>? Evaluate { get; init; }

    /// <summary>The deciding metric; must be among those that <see cref="Evaluate"/> returns.</summary>
    public DevMetric Metric { get; init; } = new("accuracy", LowerIsBetter: false);

    /// <summary>Share of the recipe's steps after which the run ends, above 0 and at most 1; the learning rate moves as in the whole run.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Checkpoint file; null writes none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Hash of everything outside the training recipe that decides the run (data, tokenizer, model recipe); a checkpoint with another one is refused.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Layer of a parameter by name, 0 = embeddings, n = top; needed for layer-wise decay only.</summary>
    public Func<string, int>? LayerOf { get; init; }

    /// <summary>Names of embedding tables that may be updated by used rows.</summary>
    public IReadOnlyCollection<string> EmbeddingNames { get; init; } = [];

    /// <summary>Clock behind the times in the reports.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
