using FineGrain.Core.Recipes;

namespace FineGrain.Training.Checkpoints;

/// <summary>Everything of a checkpoint that is not a tensor.</summary>
internal sealed record CheckpointState
{
    /// <summary>Layout version; another one is refused.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Seed of the run.</summary>
    public required int Seed { get; init; }

    /// <summary>Threads of the run; sums differ in the last digit for another number.</summary>
    public required int Threads { get; init; }

    /// <summary>The caller's hash of data, tokenizer and model recipe.</summary>
    public required string Identity { get; init; }

    /// <summary>The training recipe.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunPosition Position { get; init; }
}
