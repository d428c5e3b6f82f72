using FineGrain.Core.Calibrating;

namespace FineGrain.Analysis.Calibrating;

/// <summary>A factor and an offset for each label (Guo et al. 2017, section 4.2; for many labels Platt 1999, one a label).</summary>
public static class VectorScaling
{
    /// <summary>Most labels that it is fitted for: the Newton step solves a system of twice as many unknowns.</summary>
    public const int MostLabels = 100;

    /// <summary>Pull towards factor 1 and offset 0, added to the mean loss as half the sum of squares: makes the answer unique, too weak to move it.</summary>
    private const double Ridge = 1e-6;

    /// <summary>The factors and offsets with the least mean log-loss on <paramref name="dev"/>, by Newton's method with step halving; the loss is convex in both.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MostLabels"/> labels.</exception>
    public static (double[] Weights, double[] Biases) Fit(DevLogits dev)
    {
        var c = dev.Labels;
        if (c > MostLabels) throw new ArgumentException($"{c} labels are too many for vector scaling");
        var at = new double[2 * c]; // c factors, then c offsets
        Array.Fill(at, 1, 0, c);
        var loss = Loss(dev, at);
        for (var round = 0; round < 100; round++)
        {
            var (gradient, curvature) = Derivatives(dev, at);
            var step = LinearSystem.Solve(curvature, gradient);
            var slope = 0.0;
            for (var j = 0; j < step.Length; j++) slope += step[j] * gradient[j];
            if (slope < 1e-14) break;
            // Armijo's rule: halve the step until it gains at least a ten-thousandth of what the slope promises.
            var length = 2.0;
            double[] next;
            double better;
            do
            {
                length /= 2;
                next = Moved(at, step, length);
                better = Loss(dev, next);
            }
            while (better > loss - 1e-4 * length * slope && length > 1e-10);
            if (better >= loss) break;
            (at, loss) = (next, better);
        }
        return (at[..c], at[c..]);
    }

    private static double[] Moved(double[] at, double[] step, double length) => [.. at.Select((value, j) => value - length * step[j])];

    private static double Loss(DevLogits dev, double[] at)
    {
        var calibrator = Calibrator(dev, at);
        double sum = 0;
        for (var i = 0; i < dev.Count; i++) sum += dev.Loss(i, calibrator.Probabilities(dev.Logits[i])) * (dev.Target == "label" ? 1 : dev.Labels);
        var pull = 0.0;
        for (var j = 0; j < at.Length; j++) pull += Square(at[j] - (j < dev.Labels ? 1 : 0));
        return sum / dev.Count + Ridge / 2 * pull;
    }

    /// <summary>Gradient and Hessian: with x_k = w_k z_k + b_k, ∂/∂x_k = p_k − y_k and ∂²/∂x_k∂x_l = p_k (δ_kl − p_l) for softmax, p_k (1 − p_k) δ_kl for sigmoids.</summary>
    private static (double[] Gradient, double[,] Curvature) Derivatives(DevLogits dev, double[] at)
    {
        var c = dev.Labels;
        var calibrator = Calibrator(dev, at);
        var gradient = new double[2 * c];
        var curvature = new double[2 * c, 2 * c];
        for (var i = 0; i < dev.Count; i++)
        {
            var z = dev.Logits[i];
            var p = calibrator.Probabilities(z);
            for (var k = 0; k < c; k++)
            {
                var error = p[k] - dev.Gold[i][k];
                gradient[k] += error * z[k];
                gradient[c + k] += error;
                for (var l = 0; l < c; l++)
                {
                    var h = (k == l ? p[k] : 0) - (dev.Target == "label" ? p[k] * p[l] : k == l ? p[k] * p[k] : 0);
                    curvature[k, l] += h * z[k] * z[l];
                    curvature[k, c + l] += h * z[k];
                    curvature[c + k, l] += h * z[l];
                    curvature[c + k, c + l] += h;
                }
            }
        }
        for (var j = 0; j < 2 * c; j++)
        {
            gradient[j] = gradient[j] / dev.Count + Ridge * (at[j] - (j < c ? 1 : 0));
            for (var l = 0; l < 2 * c; l++) curvature[j, l] = curvature[j, l] / dev.Count + (j == l ? Ridge : 0);
        }
        return (gradient, curvature);
    }

    private static Calibrator Calibrator(DevLogits dev, double[] at) => new(dev.Target, 1, new() { Method = "vector", Weights = at[..dev.Labels], Biases = at[dev.Labels..] });

    private static double Square(double x) => x * x;
}
