using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Batching;

/// <summary>One text (or pair) as model input.</summary>
public sealed record EncodedExample
{
    /// <summary>Token ids with special tokens, truncated; at least one.</summary>
    public required int[] Ids { get; init; }

    /// <summary>0 for the text, 1 for the pair; as long as <see cref="Ids"/>.</summary>
    public required int[] TypeIds { get; init; }

    /// <summary>Where each token stands in the original text (or pair), in UTF-16 units; (0, 0) for special tokens. Empty where only training reads it.</summary>
    public required Offset[] Offsets { get; init; }

    /// <summary>Where each unit (word or character) of the text stands in the original; empty where the model marks no spans.</summary>
    public Offset[] Units { get; init; } = [];

    /// <summary>The unit of each token, -1 for special tokens; empty where the model marks no spans.</summary>
    public int[] TokenUnits { get; init; } = [];

    /// <summary>Character ids of the units, units × C; empty where the model reads none.</summary>
    public int[] CharIds { get; init; } = [];

    /// <summary>Hashed features of the units, units × F; empty where the model reads none.</summary>
    public int[] FeatureIds { get; init; } = [];

    /// <summary>Hashed n-gram buckets of the whole text, each once, ascending, never 0; empty when the model has none.</summary>
    public required int[] NgramIds { get; init; }
}
