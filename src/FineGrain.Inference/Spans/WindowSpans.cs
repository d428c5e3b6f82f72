using FineGrain.Core;

namespace FineGrain.Inference.Spans;

/// <summary>What a model says of one window of a long text, in UTF-16 units of the original text.</summary>
/// <param name="Start">First UTF-16 unit that the window sees.</param>
/// <param name="End">One past the last.</param>
/// <param name="CutBefore">Whether text stands before it that it does not see.</param>
/// <param name="CutAfter">Whether text stands behind it that it does not see.</param>
/// <param name="Spans">Its spans.</param>
public sealed record WindowSpans(int Start, int End, bool CutBefore, bool CutAfter, IReadOnlyList<ScoredSpan> Spans)
{
    /// <summary>How far a stretch lies from the nearest border behind which the window is blind; below 0 where it does not see all of it.</summary>
    internal int Context(int start, int end) => Math.Min(
        CutBefore ? start - Start : start < Start ? -1 : int.MaxValue,
        CutAfter ? End - end : end > End ? -1 : int.MaxValue);
}
