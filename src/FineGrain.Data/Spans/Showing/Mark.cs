namespace FineGrain.Data.Spans.Showing;

/// <summary>A stretch of a text to be shown.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="Label">Label.</param>
/// <param name="Score">Probability, or null for gold.</param>
public sealed record Mark(int Start, int End, string Label, double? Score = null);
