namespace FineGrain.Data.Tokenization;

/// <summary>A token that is found in the text before the model sees it: a special token, or one added to a finished vocabulary.</summary>
internal sealed record AddedToken
{
    public required int Id { get; init; }

    public required string Content { get; init; }

    /// <summary>Only between non-word characters.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes white space on its left along.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>Takes white space on its right along.</summary>
    public bool RightStrip { get; init; }

    /// <summary>Searched in the normalized text instead of the original.</summary>
    public bool Normalized { get; init; }

    /// <summary>Left out when decoding to plain text.</summary>
    public bool Special { get; init; }
}
