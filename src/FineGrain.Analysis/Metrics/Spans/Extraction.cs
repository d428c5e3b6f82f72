namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>Something taken out of a text: a span, or an aspect with its opinion. Two are the same when label and all borders are.</summary>
/// <param name="Label">Entity type or polarity.</param>
/// <param name="Start">First UTF-16 unit of the span, or of the aspect.</param>
/// <param name="End">One past its last unit.</param>
/// <param name="OpinionStart">First unit of the opinion; 0 for a span.</param>
/// <param name="OpinionEnd">One past its last unit; 0 for a span.</param>
internal readonly record struct Extraction(string Label, int Start, int End, int OpinionStart = 0, int OpinionEnd = 0)
{
    /// <summary>Number of units that both cover; 0 where they only touch.</summary>
    public int Overlap(Extraction other) => Math.Max(0, Math.Min(End, other.End) - Math.Max(Start, other.Start));

    /// <summary>Whether spans overlap, or both aspects and both opinions do.</summary>
    public bool Meets(Extraction other) =>
        Overlap(other) > 0 && (OpinionEnd == 0 || Math.Min(OpinionEnd, other.OpinionEnd) > Math.Max(OpinionStart, other.OpinionStart));

    /// <summary>The same place without its label.</summary>
    public Extraction Unlabelled => this with { Label = "" };
}
