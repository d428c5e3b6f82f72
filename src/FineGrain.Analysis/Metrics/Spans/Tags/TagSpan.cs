namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>A span of tags.</summary>
/// <param name="Label">Its type.</param>
/// <param name="Start">Position of its first tag in the sentence.</param>
/// <param name="End">One past its last tag.</param>
public readonly record struct TagSpan(string Label, int Start, int End);
