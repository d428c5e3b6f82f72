namespace FineGrain.Feedback.Patches;

/// <summary>One state of the training data: which data it began from and which patches lead to it. Its examples stand beside it and are never overwritten.</summary>
public sealed record DataVersion
{
    /// <summary>SHA-256, lower-case hex, over the lines of the examples and, where there are any, the recipe values.</summary>
    public required string Hash { get; init; }

    /// <summary>The versions that it was made from; empty for the first.</summary>
    public IReadOnlyList<string> Parents { get; init => field = value ?? []; } = [];

    /// <summary>The version that all patches start from.</summary>
    public required string Base { get; init; }

    /// <summary>Ids of the patches from the base to here, in order.</summary>
    public IReadOnlyList<string> Patches { get; init => field = value ?? []; } = [];

    /// <summary>The recipe values of the patches, in order, the last one of each key.</summary>
    public IReadOnlyList<RecipeChange> Recipe { get; init => field = value ?? []; } = [];

    /// <summary>Number of examples.</summary>
    public required int Rows { get; init; }
}
