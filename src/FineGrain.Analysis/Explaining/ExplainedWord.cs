namespace FineGrain.Analysis.Explaining;

/// <summary>A word (in Chinese and Japanese a character, and each punctuation mark) with what it contributed.</summary>
/// <param name="Start">First UTF-16 unit in the original text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Weight">Contribution to the explained output: positive speaks for it, negative against; units and scale are the method's.</param>
public sealed record ExplainedWord(int Start, int End, double Weight);
