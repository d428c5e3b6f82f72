namespace FineGrain.Data.Batching;

/// <summary>A part of a long text that fits into a model, with what places its answer in the whole.</summary>
public sealed record TextWindow
{
    /// <summary>The part as model input; offsets and units stand in the original text, unit numbers count from the window's first unit.</summary>
    public required EncodedExample Encoded { get; init; }

    /// <summary>Position of the window's first unit among all units of the text.</summary>
    public required int FirstUnit { get; init; }

    /// <summary>First UTF-16 unit of the original text that the window sees.</summary>
    public required int Start { get; init; }

    /// <summary>One past the last UTF-16 unit of the original text that it sees.</summary>
    public required int End { get; init; }

    /// <summary>Whether text stands before <see cref="Start"/> that the window does not see.</summary>
    public required bool CutBefore { get; init; }

    /// <summary>Whether text stands behind <see cref="End"/> that the window does not see.</summary>
    public required bool CutAfter { get; init; }

    /// <summary>Tokens of the text in it; of a text that is one window with special tokens and pair.</summary>
    public required int Tokens { get; init; }
}
