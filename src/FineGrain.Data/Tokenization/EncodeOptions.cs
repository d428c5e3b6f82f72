namespace FineGrain.Data.Tokenization;

/// <summary>How one text or pair is encoded.</summary>
public sealed record EncodeOptions
{
    /// <summary>No truncation, special tokens on.</summary>
    public static EncodeOptions Default { get; } = new();

    /// <summary>Longest result in tokens, special tokens included; null truncates nothing.</summary>
    public int? MaxLength { get; init; }

    /// <summary>
    /// What gives way: <c>longest_first</c> (the longer text of a pair first), <c>only_first</c>, <c>only_second</c> (the other one only where that does not
    /// suffice) or <c>head_tail</c> (a single text keeps a quarter of the room for its head, the rest for its tail; pairs as longest_first).
    /// </summary>
    public string Truncation { get; init; } = "longest_first";

    /// <summary>Whether the post-processor adds its special tokens.</summary>
    public bool SpecialTokens { get; init; } = true;
}
