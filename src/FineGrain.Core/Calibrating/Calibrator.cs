namespace FineGrain.Core.Calibrating;

/// <summary>Logits to probabilities. The same code serves fitting, cross-validation and prediction, so that none of them can drift from the others.</summary>
public sealed class Calibrator
{
    private readonly bool exclusive;
    private readonly double temperature;
    private readonly CalibrationManifest? calibration;

    /// <summary>The calibrator of a target.</summary>
    /// <param name="target">label (probabilities sum to 1) or labels (each on its own).</param>
    /// <param name="temperature">Softmax temperature, above 0; applied before anything else.</param>
    /// <param name="calibration">Vector scaling or isotonic curves; null applies the temperature alone.</param>
    public Calibrator(string target, double temperature, CalibrationManifest? calibration) =>
        (exclusive, this.temperature, this.calibration) = (target == "label", temperature, calibration);

    /// <summary>Probabilities of <paramref name="logits"/>, C of them.</summary>
    public double[] Probabilities(ReadOnlySpan<float> logits)
    {
        var result = new double[logits.Length];
        for (var k = 0; k < result.Length; k++) result[k] = logits[k] / temperature;
        // Guo et al. (2017), section 4.2, vector scaling: softmax of w ∘ z + b.
        if (calibration is { Weights.Count: > 0 })
            for (var k = 0; k < result.Length; k++) result[k] = calibration.Weights[k] * result[k] + calibration.Biases[k];
        if (exclusive) Softmax(result);
        else for (var k = 0; k < result.Length; k++) result[k] = 1 / (1 + Math.Exp(-result[k]));
        if (calibration is { Curves.Count: > 0 }) Bend(result);
        return result;
    }

    /// <summary>e^(x_i) / Σ e^(x_j) in place, with the largest value taken off first so that nothing overflows.</summary>
    public static void Softmax(Span<double> values)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in values) largest = Math.Max(largest, value);
        var sum = 0.0;
        for (var k = 0; k < values.Length; k++) sum += values[k] = Math.Exp(values[k] - largest);
        for (var k = 0; k < values.Length; k++) values[k] /= sum;
    }

    /// <summary>
    /// One-against-rest isotonic curves, normalised (Zadrozny and Elkan 2002). The curves are fitted on n examples and never say less than 1 / (n + 2)
    /// nor more than 1 − that: n examples cannot prove that something never happens.
    /// </summary>
    private void Bend(double[] shares)
    {
        var least = 1.0 / (calibration!.Examples + 2);
        var sum = 0.0;
        for (var k = 0; k < shares.Length; k++) sum += shares[k] = Math.Clamp(calibration.Curves[k][shares[k]], least, 1 - least);
        if (exclusive)
            for (var k = 0; k < shares.Length; k++) shares[k] /= sum;
    }
}
