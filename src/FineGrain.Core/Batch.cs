namespace FineGrain.Core;

/// <summary>
/// Encoded examples padded to one length: the plain arrays that cross from data to training and to inference. Row-major.
/// </summary>
public sealed record Batch
{
    /// <summary>Number of rows B.</summary>
    public required int Rows { get; init; }

    /// <summary>Padded length T in tokens.</summary>
    public required int Length { get; init; }

    /// <summary>Token ids, B×T; padding has the tokenizer's padding id.</summary>
    public required long[] InputIds { get; init; }

    /// <summary>1 for a token, 0 for padding, B×T.</summary>
    public required long[] AttentionMask { get; init; }

    /// <summary>0 for the text, 1 for the pair, B×T.</summary>
    public required long[] TokenTypeIds { get; init; }

    /// <summary>Hashed n-gram bucket ids, B×<see cref="NgramLength"/>, padded with 0 (bucket 0 is reserved); empty when the model has no n-grams.</summary>
    public long[] NgramIds { get; init; } = [];

    /// <summary>Padded n-gram count G of a row.</summary>
    public int NgramLength { get; init; }

    /// <summary>Padded number of units U of a row (words, or characters): what spans begin and end at; 0 where the model marks no spans.</summary>
    public int Units { get; init; }

    /// <summary>The unit that each token belongs to, -1 for special tokens and padding, B×T; empty where the model marks no spans.</summary>
    public long[] TokenUnits { get; init; } = [];

    /// <summary>The first token of each unit, 0 at padding, B×U; empty where the model marks no spans.</summary>
    public long[] UnitTokens { get; init; } = [];

    /// <summary>Character ids of each unit, B×U×<see cref="CharLength"/>, 0 at padding; empty where the model reads none.</summary>
    public long[] CharIds { get; init; } = [];

    /// <summary>Character ids of a unit C.</summary>
    public int CharLength { get; init; }

    /// <summary>Hashed features of each unit, B×U×<see cref="FeatureCount"/>, 0 for none; empty where the model reads none.</summary>
    public long[] FeatureIds { get; init; } = [];

    /// <summary>Features of a unit F.</summary>
    public int FeatureCount { get; init; }

    /// <summary>Units of each row (B); empty where the model marks no spans.</summary>
    public int[] UnitCounts { get; init; } = [];

    /// <summary>
    /// Targets: class indices (B, -100 = ignored) for one label; 0/1 flags (B×C) for many labels; numbers (B) for regression; for spans the tag of each unit
    /// (B×U, -100 at padding) or, for a head that scores stretches, the label of each stretch plus 1, 0 for none (B×U×U by first and last unit, -100 where there is no stretch). Empty at inference.
    /// With mixup each row is a distribution (B×C).
    /// </summary>
    public float[] Targets { get; init; } = [];

    /// <summary>Loss factor of each row (B); empty means all 1.</summary>
    public float[] Weights { get; init; } = [];

    /// <summary>Position of each row in the caller's list of examples.</summary>
    public required int[] Indices { get; init; }

    /// <summary>Mixup: the other row each row is mixed with (B) and its share; empty when off.</summary>
    public int[] MixWith { get; init; } = [];

    /// <summary>Mixup: share λ of the row itself (B), in [0, 1].</summary>
    public float[] MixShare { get; init; } = [];

    /// <summary>Number of real tokens (mask = 1).</summary>
    public required int Tokens { get; init; }
}
