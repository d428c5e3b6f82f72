namespace FineGrain.Analysis.Slicing;

/// <summary>How slices are cut and judged.</summary>
public sealed record SliceOptions
{
    /// <summary>label, labels, number or spans.</summary>
    public string Target { get; init; } = "label";

    /// <summary>Data set, copied into findings.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>Split, copied into findings.</summary>
    public string Split { get; init; } = "";

    /// <summary>holm or benjamini-hochberg; over every slice that was tried.</summary>
    public string Correction { get; init; } = "holm";

    /// <summary>Corrected p below which a slice counts as worse.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Smallest slice that is searched; 0 takes 1 % of the examples, at least 20.</summary>
    public int MinSupport { get; init; }

    /// <summary>Most slices that a search gives.</summary>
    public int Most { get; init; } = 20;

    /// <summary>Ids of wrong examples that a finding lists.</summary>
    public int Examples { get; init; } = 10;
}
