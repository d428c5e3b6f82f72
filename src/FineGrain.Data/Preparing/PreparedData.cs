using FineGrain.Core;

namespace FineGrain.Data.Preparing;

/// <summary>Everything that training and evaluation read: the three splits with original texts, the label set and what leaks between splits.</summary>
public sealed record PreparedData
{
    /// <summary>Training examples.</summary>
    public required IReadOnlyList<Example> Train { get; init; }

    /// <summary>Dev examples.</summary>
    public required IReadOnlyList<Example> Dev { get; init; }

    /// <summary>Test examples; empty when the recipe has neither a test file nor a test share.</summary>
    public required IReadOnlyList<Example> Test { get; init; }

    /// <summary>Label names in logit order; empty for a number.</summary>
    public required LabelSet Labels { get; init; }

    /// <summary>Ids of dev rows whose text also stands in the training files, or in those of a recipe that the network goes on from, whether or not the recipe drops those training rows.</summary>
    public required IReadOnlySet<string> LeakedDevIds { get; init; }

    /// <summary>Ids of test rows whose text also stands in the training files, in those of a recipe that the network goes on from, or in dev where a refit learns that too, whether or not the recipe drops those rows.</summary>
    public required IReadOnlySet<string> LeakedTestIds { get; init; }

    /// <summary>Training rows left out because their text stands in dev or test (<c>leaks: drop</c>).</summary>
    public required int Dropped { get; init; }

    /// <summary>SHA-256, hex, over the lines of all prepared examples, split by split.</summary>
    public required string Hash { get; init; }
}
