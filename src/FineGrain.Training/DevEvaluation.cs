namespace FineGrain.Training;

/// <summary>A dev evaluation and what it means for early stopping.</summary>
public sealed record DevEvaluation
{
    /// <summary>All metrics by name, as the caller's evaluation gave them.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Name of the deciding metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Its value now.</summary>
    public required double Value { get; init; }

    /// <summary>Whether this is the best value so far, or the last one is what counts (<c>keep: last</c>); the weights of that moment are kept.</summary>
    public required bool Improved { get; init; }

    /// <summary>The value of the kept weights.</summary>
    public required double Best { get; init; }

    /// <summary>Step of the kept weights.</summary>
    public required int BestStep { get; init; }

    /// <summary>Evaluations since then.</summary>
    public required int SinceBest { get; init; }
}
