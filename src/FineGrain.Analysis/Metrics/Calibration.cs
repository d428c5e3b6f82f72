namespace FineGrain.Analysis.Metrics;

/// <summary>How well confidence matches accuracy: the expected calibration error and the bins of its reliability diagram.</summary>
/// <param name="Error">ECE, 0 to 1: Σ over bins of (share of examples) · |accuracy − mean confidence|.</param>
/// <param name="Bins">The equal-width bins of confidence, lowest first; empty ones included.</param>
public sealed record Calibration(double Error, IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>Number of bins that scores use; ECE depends on it, so it is fixed.</summary>
    public const int StandardBins = 15;

    /// <summary>
    /// Guo et al. (2017), equation 3: <paramref name="bins"/> equal-width bins, bin m holds confidences in ((m−1)/M, m/M]; 0 falls into the first.
    /// </summary>
    /// <param name="confidences">Probability of each predicted label, 0 to 1, length N.</param>
    /// <param name="correct">Whether each prediction is right, length N.</param>
    /// <param name="bins">M.</param>
    /// <exception cref="ArgumentException">The lengths differ or nothing was given.</exception>
    public static Calibration Of(IReadOnlyList<double> confidences, IReadOnlyList<bool> correct, int bins = StandardBins)
    {
        if (confidences.Count == 0 || confidences.Count != correct.Count) throw new ArgumentException($"need one outcome for each confidence, got {confidences.Count} and {correct.Count}");
        var sums = new CalibrationSums(bins);
        for (var i = 0; i < confidences.Count; i++) sums.Add(BinOf(confidences[i], bins), confidences[i], correct[i], 1);
        return new(sums.Error, sums.Bins());
    }

    /// <summary>The bin, from 0, that <paramref name="confidence"/> falls into.</summary>
    internal static int BinOf(double confidence, int bins) => Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
}

/// <summary>One bar of the reliability diagram.</summary>
/// <param name="Low">Lower border of confidence, outside the bin.</param>
/// <param name="High">Upper border, inside.</param>
/// <param name="Count">Examples in the bin.</param>
/// <param name="Confidence">Their mean confidence; NaN when empty.</param>
/// <param name="Accuracy">Their accuracy; NaN when empty.</param>
public sealed record CalibrationBin(double Low, double High, long Count, double Confidence, double Accuracy);
