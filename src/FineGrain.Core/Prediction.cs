namespace FineGrain.Core;

/// <summary>One answer of a predictor, as it stands in <c>predictions.jsonl</c>.</summary>
public sealed record Prediction
{
    /// <summary>The example's id.</summary>
    public required string Id { get; init; }

    /// <summary>The text that was read.</summary>
    public required string Text { get; init; }

    /// <summary>The second text of a pair task.</summary>
    public string? Pair { get; init; }

    /// <summary>Predicted labels: one; any number for a many-label task; none for regression.</summary>
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    /// <summary>Probability of every label, in label-set order; empty for regression.</summary>
    public IReadOnlyDictionary<string, double> Probabilities { get; init => field = value ?? new Dictionary<string, double>(); } = new Dictionary<string, double>();

    /// <summary>The labels of the conformal set, the most probable first, where a coverage was asked for; an empty set says that no label is sure enough.</summary>
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>True where the model was not sure enough to answer: then <see cref="Labels"/> is empty; null otherwise.</summary>
    public bool? Abstained { get; init; }

    /// <summary>Predicted number of a regression task.</summary>
    public double? Number { get; init; }

    /// <summary>Predicted spans of a span task by start, then by end; null for other tasks.</summary>
    public IReadOnlyList<ScoredSpan>? Spans { get; init; }

    /// <summary>Predicted aspect–opinion pairs of a triplet task; null for other tasks.</summary>
    public IReadOnlyList<Triplet>? Triplets { get; init; }

    /// <summary>Gold labels where the input had them.</summary>
    public IReadOnlyList<string>? Gold { get; init; }

    /// <summary>Gold number where the input had it.</summary>
    public double? GoldNumber { get; init; }

    /// <summary>Gold spans of a span task where the input was annotated; an annotated text without spans has an empty list, an unannotated one null.</summary>
    public IReadOnlyList<Span>? GoldSpans { get; init; }

    /// <summary>Probability that the model gives each of <see cref="GoldSpans"/>, in their order, whether or not it marks it; null where there are none and for models that do not tag spans.</summary>
    public IReadOnlyList<double>? GoldScores { get; init; }

    /// <summary>Gold pairs of a triplet task where the input was annotated.</summary>
    public IReadOnlyList<Triplet>? GoldTriplets { get; init; }

    /// <summary>The remaining columns of the source, for slices.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }
}
