namespace FineGrain.Core;

/// <summary>One measured number with all that is needed to trust it; <c>scores.json</c> is a list of these.</summary>
/// <param name="Task">Task kind of the recipe.</param>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="Split">train, dev, test or test-clean (test without rows that are also in train).</param>
/// <param name="Metric">Metric name, e.g. <c>accuracy</c>, <c>macro-f1</c>.</param>
/// <param name="Value">The number, as a fraction (not per cent).</param>
/// <param name="Low">Lower end of the 95 % bootstrap interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Support">Number of examples it was measured on.</param>
/// <param name="Seed">Training seed; null for a mean over seeds.</param>
public sealed record Score(string Task, string Dataset, string Split, string Metric, double Value, double Low, double High, int Support, int? Seed);
