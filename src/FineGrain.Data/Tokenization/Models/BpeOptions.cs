namespace FineGrain.Data.Tokenization.Models;

/// <summary>What a BPE vocabulary says beside its merges.</summary>
internal sealed record BpeOptions
{
    /// <summary>Token of what the vocabulary lacks; null drops it.</summary>
    public string? Unknown { get; init; }

    /// <summary>Put before every symbol but the first of a piece.</summary>
    public string? ContinuingPrefix { get; init; }

    /// <summary>Put after the last symbol of a piece.</summary>
    public string? EndSuffix { get; init; }

    /// <summary>Unknown symbols in a row are one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>What the vocabulary lacks becomes its UTF-8 bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>A piece that is an entry is taken whole.</summary>
    public bool IgnoreMerges { get; init; }
}
