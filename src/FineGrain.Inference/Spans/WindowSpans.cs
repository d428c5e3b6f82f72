using FineGrain.Core;

namespace FineGrain.Inference.Spans;

/// <summary>The spans of one window of a long text, in UTF-16 units of the original text.</summary>
/// <param name="Start">First UTF-16 unit that the window sees.</param>
/// <param name="End">One past the last.</param>
/// <param name="CutBefore">Whether text stands before it that it does not see.</param>
/// <param name="CutAfter">Whether text stands behind it that it does not see.</param>
/// <param name="Spans">Its spans.</param>
public sealed record WindowSpans(int Start, int End, bool CutBefore, bool CutAfter, IReadOnlyList<ScoredSpan> Spans) : WindowAnswer(Start, End, CutBefore, CutAfter);
