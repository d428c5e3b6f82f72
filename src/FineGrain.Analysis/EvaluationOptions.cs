using FineGrain.Analysis.Metrics.Spans;

namespace FineGrain.Analysis;

/// <summary>What is evaluated, and how closely.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Task kind, copied into the scores.</summary>
    public string Task { get; init; } = "classify";

    /// <summary>label (one each), labels (any number), number, spans or triplets.</summary>
    public string Target { get; init; } = "label";

    /// <summary>Name of the data set, copied into the scores.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>train, dev, test or test-clean, copied into the scores.</summary>
    public string Split { get; init; } = "";

    /// <summary>Training seed, copied into the scores; null where there is none.</summary>
    public int? Seed { get; init; }

    /// <summary>Resamples behind each 95 % interval; 0 leaves the intervals out (NaN), for scoring inside the training loop.</summary>
    public int BootstrapSamples { get; init; } = 1000;

    /// <summary>Seed of the resamples.</summary>
    public int BootstrapSeed { get; init; } = 1;

    /// <summary>Spans of the training data, which tell seen entities from unseen ones; null leaves those scores out.</summary>
    public TrainingSpans? Training { get; init; }

    /// <summary>How many of the hardest examples and of the most confident mistakes are listed.</summary>
    public int Hardest { get; init; } = 50;
}
