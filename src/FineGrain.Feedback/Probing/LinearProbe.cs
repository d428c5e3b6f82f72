namespace FineGrain.Feedback.Probing;

/// <summary>
/// A measuring instrument, not a product: multinomial logistic regression on sparse binary features of unit length, from a naive-Bayes start, by AdaGrad.
/// It learns ten thousand sentences in a second on one thread, so that every fold and every what-if can have one of its own.
/// </summary>
public sealed class LinearProbe
{
    private readonly int classes;
    private readonly float[] weights; // feature × class
    private readonly float[] bias;

    private LinearProbe(int classes, float[] weights, float[] bias) => (this.classes, this.weights, this.bias) = (classes, weights, bias);

    /// <summary>Learns from rows.</summary>
    /// <param name="rows">Features of each row, each once.</param>
    /// <param name="labels">Class of each row, from 0.</param>
    /// <param name="importance">Factor on each row's loss.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="options">How.</param>
    public static LinearProbe Learn(IReadOnlyList<int[]> rows, IReadOnlyList<int> labels, IReadOnlyList<double> importance, int features, int classes, ProbeOptions options)
    {
        var start = NaiveBayes(rows, labels, importance, features, classes, options.NaiveBayes);
        var probe = new LinearProbe(classes, [.. start], Priors(labels, importance, classes));
        var (squares, biasSquares) = (new float[features * classes], new float[classes]);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        var random = new Random(options.Seed);
        var p = new double[classes];
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var r in order)
            {
                if (importance[r] == 0) continue;
                var row = rows[r];
                var scale = Scale(row.Length);
                probe.Fill(row, p);
                for (var c = 0; c < classes; c++)
                {
                    var slope = (p[c] - (c == labels[r] ? 1 : 0)) * importance[r];
                    biasSquares[c] += (float)(slope * slope);
                    probe.bias[c] -= (float)(options.LearningRate * slope / (1 + Math.Sqrt(biasSquares[c])));
                    foreach (var f in row)
                    {
                        var at = (f * classes) + c;
                        var g = (slope * scale) + (options.Pull * (probe.weights[at] - start[at]));
                        squares[at] += (float)(g * g);
                        probe.weights[at] -= (float)(options.LearningRate * g / (0.01 + Math.Sqrt(squares[at])));
                    }
                }
            }
        }
        return probe;
    }

    /// <summary>Probability of every class; sums to 1.</summary>
    public double[] Probabilities(int[] row)
    {
        var p = new double[classes];
        Fill(row, p);
        return p;
    }

    private void Fill(int[] row, double[] p)
    {
        var scale = Scale(row.Length);
        for (var c = 0; c < classes; c++)
        {
            double sum = 0;
            foreach (var f in row) if ((f * classes) + c < weights.Length) sum += weights[(f * classes) + c];
            p[c] = bias[c] + (scale * sum);
        }
        var top = p.Max();
        double total = 0;
        for (var c = 0; c < classes; c++) total += p[c] = Math.Exp(p[c] - top);
        for (var c = 0; c < classes; c++) p[c] /= total;
    }

    private static double Scale(int length) => length == 0 ? 0 : 1 / Math.Sqrt(length);

    private static float[] Priors(IReadOnlyList<int> labels, IReadOnlyList<double> importance, int classes)
    {
        var counts = new double[classes];
        for (var r = 0; r < labels.Count; r++) counts[labels[r]] += importance[r];
        return [.. counts.Select(c => (float)Math.Log((c + 1) / (counts.Sum() + classes)))];
    }

    private static float[] NaiveBayes(IReadOnlyList<int[]> rows, IReadOnlyList<int> labels, IReadOnlyList<double> importance, int features, int classes, double factor)
    {
        var start = new float[features * classes];
        if (factor == 0) return start;
        var counts = new double[features * classes];
        var totals = new double[classes];
        for (var r = 0; r < rows.Count; r++)
            foreach (var f in rows[r])
            {
                counts[(f * classes) + labels[r]] += importance[r];
                totals[labels[r]] += importance[r];
            }
        var all = totals.Sum();
        for (var f = 0; f < features; f++)
        {
            double sum = 0;
            for (var c = 0; c < classes; c++) sum += counts[(f * classes) + c];
            if (sum == 0) continue;
            for (var c = 0; c < classes; c++)
            {
                var own = counts[(f * classes) + c];
                start[(f * classes) + c] = (float)(factor * Math.Log((own + 1) / (totals[c] + features) / ((sum - own + 1) / (all - totals[c] + features))));
            }
        }
        return start;
    }
}
