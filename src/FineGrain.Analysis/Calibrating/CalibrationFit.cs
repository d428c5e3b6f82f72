using FineGrain.Analysis.Statistics;
using FineGrain.Core;
using FineGrain.Core.Calibrating;

namespace FineGrain.Analysis.Calibrating;

/// <summary>Fits a model's calibration on dev and measures, by cross-validation, what each method is worth.</summary>
/// <param name="Temperature">Temperature for the manifest; 1 where another method was taken.</param>
/// <param name="Manifest">The rest for the manifest.</param>
public sealed record CalibrationFit(double Temperature, CalibrationManifest Manifest)
{
    /// <summary>The methods, the plainest first.</summary>
    public static readonly IReadOnlyList<string> Methods = ["none", "temperature", "vector", "isotonic"];

    /// <summary>Fewer dev examples than this cannot tell the methods apart: auto leaves the probabilities alone.</summary>
    public const int FewestExamples = 30;

    private const int Folds = 5, MostScores = 10_000;

    /// <summary>Fits <paramref name="method"/> on all of <paramref name="dev"/>.</summary>
    /// <param name="dev">Logits and gold of dev.</param>
    /// <param name="method">
    /// none, temperature, vector, isotonic or auto. Auto takes temperature over none where its cross-validated log-loss is lower; vector and isotonic, which can change answers, only where they gain
    /// more than one standard error over the best plainer method.
    /// </param>
    /// <exception cref="InputException">The method is unknown or cannot be fitted to so many labels.</exception>
    public static CalibrationFit Of(DevLogits dev, string method)
    {
        if (method != "auto" && !Methods.Contains(method)) throw new InputException("evaluation.calibration", $"'{method}' is unknown. {Nearest.Hint(method, [.. Methods, "auto"])}");
        if (method == "vector" && dev.Labels > VectorScaling.MostLabels)
            throw new InputException("evaluation.calibration", $"vector scaling is for at most {VectorScaling.MostLabels} labels, this model has {dev.Labels}. Take temperature or isotonic.");
        var tried = method != "auto" ? ["none", method] : dev.Count < FewestExamples ? ["none"] : Methods.Where(m => m != "vector" || dev.Labels <= VectorScaling.MostLabels);
        var outside = dev.Count < 2 ? [] : tried.Distinct().ToDictionary(m => m, m => OutOfFold(dev, m), StringComparer.Ordinal);
        var chosen = method != "auto" ? method : Choose(dev, outside);
        var fit = Fit(dev, chosen);
        return fit with
        {
            Manifest = fit.Manifest with
            {
                LogLoss = outside.ToDictionary(o => o.Key, o => Math.Round(Losses(dev, o.Value).Average(), 6)),
                Nonconformity = dev.Target == "label" && outside.TryGetValue(chosen, out var probabilities) ? Nonconformity(dev, probabilities) : [],
            },
        };
    }

    /// <summary>The calibrator that a manifest with this fit gives.</summary>
    public Calibrator Calibrator(string target) => new(target, Temperature, Manifest);

    private static CalibrationFit Fit(DevLogits dev, string method)
    {
        var manifest = new CalibrationManifest { Method = method, Examples = dev.Count };
        switch (method)
        {
            case "temperature": return new(TemperatureScaling.Fit(dev), manifest);
            case "vector":
                var (weights, biases) = VectorScaling.Fit(dev);
                return new(1, manifest with { Weights = weights, Biases = biases });
            case "isotonic": return new(1, manifest with { Curves = IsotonicRegression.Fit(dev) });
            default: return new(1, manifest);
        }
    }

    /// <summary>Probabilities of every row from a fit on the other folds.</summary>
    private static double[][] OutOfFold(DevLogits dev, string method)
    {
        var fold = new int[dev.Count];
        var order = Enumerable.Range(0, dev.Count).ToArray();
        var random = SplitMix64.Stream(1, 0);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        for (var i = 0; i < order.Length; i++) fold[order[i]] = i % Folds;
        var result = new double[dev.Count][];
        for (var f = 0; f < Folds; f++)
        {
            var current = f;
            int[] left = [.. Enumerable.Range(0, dev.Count).Where(i => fold[i] == current)];
            if (left.Length == 0) continue;
            var calibrator = Fit(dev.At([.. Enumerable.Range(0, dev.Count).Where(i => fold[i] != current)]), method).Calibrator(dev.Target);
            foreach (var i in left) result[i] = calibrator.Probabilities(dev.Logits[i]);
        }
        return result;
    }

    private static string Choose(DevLogits dev, Dictionary<string, double[][]> outside)
    {
        var best = "none";
        foreach (var method in Methods.Where(m => m != "none" && outside.ContainsKey(m)))
        {
            double[] gain = [.. Losses(dev, outside[best]).Zip(Losses(dev, outside[method]), (plain, rich) => plain - rich)];
            var mean = gain.Average();
            var error = Math.Sqrt(gain.Sum(g => (g - mean) * (g - mean)) / (gain.Length - 1) / gain.Length);
            if (mean > (method == "temperature" ? 0 : error)) best = method;
        }
        return best;
    }

    private static IEnumerable<double> Losses(DevLogits dev, double[][] probabilities) => probabilities.Select((p, i) => dev.Loss(i, p));

    /// <summary>Ascending, rounded up to five digits; of more than 10,000 every m-th from above, which can only widen the sets.</summary>
    private static double[] Nonconformity(DevLogits dev, double[][] probabilities)
    {
        double[] scores = [.. probabilities.Select((p, i) => Math.Min(1, Math.Ceiling((1 - p[Array.IndexOf(dev.Gold[i], 1.0)]) * 1e5) / 1e5)).Order()];
        var stride = (scores.Length + MostScores - 1) / MostScores;
        return [.. scores.Where((_, i) => (i + 1) % stride == 0)];
    }
}
