namespace FineGrain.Feedback.Improving;

/// <summary>The squared error of a probability forecast (Brier 1950): 0 for certain and right, 2 for certain and wrong. A proper score, and bounded.</summary>
public static class Brier
{
    /// <summary>Σ (p_c − [c = gold])².</summary>
    public static double Of(IReadOnlyList<double> probabilities, int gold)
    {
        double sum = 0;
        for (var c = 0; c < probabilities.Count; c++) sum += Math.Pow(probabilities[c] - (c == gold ? 1 : 0), 2);
        return sum;
    }
}
