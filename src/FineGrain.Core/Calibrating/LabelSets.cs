namespace FineGrain.Core.Calibrating;

/// <summary>
/// Conformal label sets (split conformal prediction: Vovk et al. 2005; the score 1 − p of Sadinle, Lei and Wasserman 2019): on new examples like those of dev, the set has the gold label
/// with at least the asked probability, whatever the model.
/// </summary>
public static class LabelSets
{
    /// <summary>
    /// The largest 1 − p that a label may have and still be in the set: the ⌈(n + 1) · coverage⌉-th smallest score of dev, 1 (every label) where n is too small for the coverage.
    /// </summary>
    /// <param name="nonconformity">1 − probability of the gold label of n examples, ascending.</param>
    /// <param name="coverage">Asked probability, between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">The coverage is none.</exception>
    public static double Threshold(IReadOnlyList<double> nonconformity, double coverage)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coverage);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(coverage, 1);
        var rank = (int)Math.Ceiling((nonconformity.Count + 1) * coverage - 1e-9);
        return rank > nonconformity.Count ? 1 : nonconformity[rank - 1];
    }

    /// <summary>The positions of the labels in the set, the most probable first; may be empty where no label is sure enough.</summary>
    public static int[] Of(IReadOnlyList<double> probabilities, double threshold) =>
        [.. Enumerable.Range(0, probabilities.Count).Where(k => 1 - probabilities[k] <= threshold + 1e-12).OrderByDescending(k => probabilities[k])];
}
