namespace FineGrain.Data.Spans.Features;

/// <summary>A word of a lexicon.</summary>
/// <param name="Word">The word; white space inside is one space.</param>
/// <param name="Type">What it names, such as a place; empty for none.</param>
/// <param name="Frequency">How often it is used, at least 1.</param>
public sealed record LexiconWord(string Word, string Type = "", int Frequency = 1);
