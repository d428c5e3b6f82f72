namespace FineGrain.Core.Calibrating;

/// <summary>How the model's logits become probabilities that can be believed; fitted on dev, applied by every predictor.</summary>
/// <remarks>The temperature stands in <see cref="ModelManifest.Temperature"/>, where it has always stood.</remarks>
public sealed record CalibrationManifest
{
    /// <summary>none, temperature, vector or isotonic.</summary>
    public required string Method { get; init; }

    /// <summary>Vector scaling: factor of each logit, in label order; empty otherwise.</summary>
    public IReadOnlyList<double> Weights { get; init => field = value ?? []; } = [];

    /// <summary>Vector scaling: what is added to each logit after its factor.</summary>
    public IReadOnlyList<double> Biases { get; init => field = value ?? []; } = [];

    /// <summary>Isotonic: one rising curve a label from probability to calibrated probability; empty otherwise.</summary>
    public IReadOnlyList<IsotonicCurve> Curves { get; init => field = value ?? []; } = [];

    /// <summary>Dev examples that it was fitted on.</summary>
    public int Examples { get; init; }

    /// <summary>Cross-validated dev log-loss of every method that was tried, by its name: why this one was taken.</summary>
    public IReadOnlyDictionary<string, double> LogLoss { get; init => field = value ?? new Dictionary<string, double>(); } = new Dictionary<string, double>();

    /// <summary>
    /// 1 − probability of the gold label of dev examples, each from a calibration fitted without it, ascending: label sets with any coverage are cut from these.
    /// Empty where the target is not one label.
    /// </summary>
    public IReadOnlyList<double> Nonconformity { get; init => field = value ?? []; } = [];
}

/// <summary>A rising, piecewise linear function; constant outside its knots.</summary>
/// <param name="X">Knots, ascending.</param>
/// <param name="Y">Values at the knots, not falling; as many.</param>
public sealed record IsotonicCurve(IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The value at <paramref name="x"/>.</summary>
    public double this[double x]
    {
        get
        {
            if (x <= X[0]) return Y[0];
            if (x >= X[^1]) return Y[^1];
            int low = 0, high = X.Count - 1;
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                if (X[middle] <= x) low = middle;
                else high = middle;
            }
            return Y[low] + (x - X[low]) / (X[high] - X[low]) * (Y[high] - Y[low]);
        }
    }
}
