namespace FineGrain.Training;

/// <summary>What one optimiser step did.</summary>
public sealed record StepReport
{
    /// <summary>This step, counted from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the whole run if it is not stopped early.</summary>
    public required int TotalSteps { get; init; }

    /// <summary>Epoch of the step, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Mean loss over the rows of the step, before the update.</summary>
    public required double Loss { get; init; }

    /// <summary>Learning rate of the step (of parameters with factor 1).</summary>
    public required double LearningRate { get; init; }

    /// <summary>Global L2 norm of the gradient before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Rows of the step, all accumulated batches together.</summary>
    public required int Rows { get; init; }

    /// <summary>Real tokens of the step (padding not counted).</summary>
    public required int Tokens { get; init; }

    /// <summary>Wall time of forward, backward and update, in seconds; evaluation and checkpoint are not in it.</summary>
    public required double Seconds { get; init; }

    /// <summary>Real tokens a second of this step.</summary>
    public double TokensPerSecond => Seconds > 0 ? Tokens / Seconds : 0;

    /// <summary>The dev evaluation that followed the step, or null.</summary>
    public DevEvaluation? Evaluation { get; init; }

    /// <summary>Whether a resumable checkpoint was written after the step.</summary>
    public bool CheckpointWritten { get; init; }
}
