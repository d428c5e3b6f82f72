namespace FineGrain.Feedback.LabelErrors;

/// <summary>A row whose label may be wrong.</summary>
/// <param name="Row">Position of the row.</param>
/// <param name="Given">Its class.</param>
/// <param name="Likely">The class that it more likely has.</param>
/// <param name="Loss">−ln of the out-of-fold probability of the given class: the plain ranking.</param>
/// <param name="Score">Probability that the given label is wrong.</param>
public sealed record Suspect(int Row, int Given, int Likely, double Loss, double Score);
