using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Store;

/// <summary>A correction as its history leaves it.</summary>
public sealed record CorrectionStatus
{
    /// <summary>The correction; its state and new value are those that were decided.</summary>
    public required Correction Correction { get; init; }

    /// <summary>The last verdict of each person.</summary>
    public required IReadOnlyList<Vote> Votes { get; init; }

    /// <summary>Whether the verdicts differ and nobody has adjudicated; the state is then proposed.</summary>
    public required bool Disputed { get; init; }

    /// <summary>The data version that it stands in, where it was applied.</summary>
    public string? Version { get; init; }
}
