namespace FineGrain.Core;

/// <summary>A proven weakness of a model, as it stands in <c>findings.json</c>: which examples, how much worse, how sure, and what mending it could be worth.</summary>
public sealed record Finding
{
    /// <summary>Stable within a file: the kind and the slice, such as <c>slice:negation = yes</c>.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// What is weak: <c>slice</c> (examples that share a property), <c>label</c> (a gold label that is missed or answered wrongly), <c>term</c> (examples with a word),
    /// <c>column</c> (a value of a column of the data), <c>calibration</c> (confidence that does not match accuracy), <c>check</c> (a failed behavioural test).
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The slice for people, such as <c>negation = yes and length > 120</c>.</summary>
    public required string Slice { get; init; }

    /// <summary>The slice as an expression that <c>--where</c> takes; null where none can say it.</summary>
    public string? Where { get; init; }

    /// <summary>Name of the data set.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>Split that it was found on.</summary>
    public string Split { get; init; } = "";

    /// <summary>The metric of <see cref="Score"/>, such as <c>accuracy</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>The metric on the slice.</summary>
    public required double Score { get; init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    public double Low { get; init; }

    /// <summary>Upper end.</summary>
    public double High { get; init; }

    /// <summary>The metric on all other examples.</summary>
    public double Rest { get; init; }

    /// <summary>Examples in the slice.</summary>
    public required int Support { get; init; }

    /// <summary>Examples that were looked at in all.</summary>
    public required int Total { get; init; }

    /// <summary>Chance of so bad a slice were it as good as the rest, before correction.</summary>
    public double PValue { get; init; }

    /// <summary>The same after correction for every slice that was tried.</summary>
    public double AdjustedPValue { get; init; }

    /// <summary>How many slices were tried.</summary>
    public int Tried { get; init; }

    /// <summary>holm or benjamini-hochberg.</summary>
    public string Correction { get; init; } = "holm";

    /// <summary>
    /// What the metric over all examples would gain if the slice scored as the rest does: (rest − score) · support / total for a metric that should be high, in the unit of the metric, at least 0.
    /// </summary>
    public double ExpectedGain { get; init; }

    /// <summary>Ids of wrong examples of the slice, the costliest first; a few, not all.</summary>
    public IReadOnlyList<string> Examples { get; init => field = value ?? []; } = [];

    /// <summary>What to do about it, in a sentence.</summary>
    public string Advice { get; init; } = "";
}
