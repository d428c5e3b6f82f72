namespace FineGrain.Feedback.Gate;

/// <summary>A model's answers on the confirmation split, as the gate sees them.</summary>
/// <param name="Score">The score that users care about, higher is better.</param>
/// <param name="Quality">Quality of each answer, higher is better, in the order of the split: for labels minus the squared error of the probabilities (Brier 1950), for spans minus the number of wrong and missed ones.</param>
public sealed record Judged(double Score, IReadOnlyList<double> Quality);
