namespace FineGrain.Core.Spans;

/// <summary>A labelled stretch of units (words or characters of one text), as a tag sequence or a table of spans says it.</summary>
/// <param name="Start">First unit, from 0.</param>
/// <param name="End">One past the last unit.</param>
/// <param name="Label">Position in the label set.</param>
public readonly record struct UnitSpan(int Start, int End, int Label);
