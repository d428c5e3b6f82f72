namespace FineGrain.Analysis.Comparing;

/// <summary>What is compared, and how closely.</summary>
public sealed record ComparisonOptions
{
    /// <summary>label, labels, number, spans or triplets.</summary>
    public string Target { get; init; } = "label";

    /// <summary>Name of the first predictions, the ones that stand.</summary>
    public string NameA { get; init; } = "A";

    /// <summary>Name of the second, the challenger.</summary>
    public string NameB { get; init; } = "B";

    /// <summary>The metric that the verdict is about; null takes accuracy, micro-f1, mae, span-f1 or triplet-f1.</summary>
    public string? Metric { get; init; }

    /// <summary>Task kind, copied into the scores.</summary>
    public string Task { get; init; } = "classify";

    /// <summary>Data set, copied into the scores.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>Split, copied into the scores.</summary>
    public string Split { get; init; } = "";

    /// <summary>Resamples behind each 95 % interval.</summary>
    public int BootstrapSamples { get; init; } = 1000;

    /// <summary>Random swaps behind each p value; the smallest possible one is 1 / (1 + swaps).</summary>
    public int Swaps { get; init; } = 4999;

    /// <summary>Seed of resamples and swaps.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many changed examples are listed each way.</summary>
    public int Changes { get; init; } = 50;
}
