namespace FineGrain.Analysis.Metrics;

/// <summary>
/// How often each gold label was answered with each label, and the scores that follow from it. Rows are gold, columns predicted.
/// Conventions are scikit-learn's with <c>zero_division=0</c>; averages run over labels that occur in gold or predictions.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly long[] cells, gold, predicted;

    /// <summary>A matrix over <paramref name="labels"/>.</summary>
    /// <param name="labels">Label names, C of them.</param>
    /// <param name="cells">Counts, row-major C×C: <c>cells[gold * C + predicted]</c>. Not copied.</param>
    /// <exception cref="ArgumentException"><paramref name="cells"/> is not C×C.</exception>
    public ConfusionMatrix(IReadOnlyList<string> labels, long[] cells)
    {
        if (cells.Length != labels.Count * labels.Count) throw new ArgumentException($"{labels.Count} labels need {labels.Count * labels.Count} cells, got {cells.Length}");
        Labels = labels;
        this.cells = cells;
        (gold, predicted) = (new long[labels.Count], new long[labels.Count]);
        for (var g = 0; g < labels.Count; g++)
            for (var p = 0; p < labels.Count; p++)
            {
                var count = cells[g * labels.Count + p];
                gold[g] += count;
                predicted[p] += count;
                Total += count;
                if (g == p) Correct += count;
            }
    }

    /// <summary>Label names in row and column order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of examples.</summary>
    public long Total { get; }

    /// <summary>Number of right answers, the sum of the diagonal.</summary>
    public long Correct { get; }

    /// <summary>Examples of gold label <paramref name="goldLabel"/> answered with <paramref name="predictedLabel"/>; both are positions in <see cref="Labels"/>.</summary>
    public long this[int goldLabel, int predictedLabel] => cells[goldLabel * Labels.Count + predictedLabel];

    /// <summary>Examples whose gold label is <paramref name="label"/>.</summary>
    public long Gold(int label) => gold[label];

    /// <summary>Examples answered with <paramref name="label"/>.</summary>
    public long Predicted(int label) => predicted[label];

    /// <summary>Whether <paramref name="label"/> occurs in gold or predictions.</summary>
    public bool Occurs(int label) => gold[label] + predicted[label] > 0;

    /// <summary>Share of right answers, 0 to 1.</summary>
    public double Accuracy => (double)Correct / Total;

    /// <summary>Right answers with <paramref name="label"/> over all answers with it; 0 when it was never predicted, NaN when it does not occur.</summary>
    public double Precision(int label) => Share(this[label, label], predicted[label], label);

    /// <summary>Right answers with <paramref name="label"/> over all gold examples of it; 0 when it has none, NaN when it does not occur.</summary>
    public double Recall(int label) => Share(this[label, label], gold[label], label);

    /// <summary>Harmonic mean of precision and recall, 2·TP / (gold + predicted); NaN when the label does not occur.</summary>
    public double F1(int label) => Share(2 * this[label, label], gold[label] + predicted[label], label);

    /// <summary>Unweighted mean of <see cref="Precision"/> over the labels that occur.</summary>
    public double MacroPrecision => Mean(Precision);

    /// <summary>Unweighted mean of <see cref="Recall"/> over the labels that occur.</summary>
    public double MacroRecall => Mean(Recall);

    /// <summary>Unweighted mean of <see cref="F1"/> over the labels that occur (not the F1 of the mean precision and recall).</summary>
    public double MacroF1 => Mean(F1);

    /// <summary>
    /// Matthews' correlation for any number of classes, -1 to 1: R_K of Gorodkin (2004), equation 8, in the form
    /// (c·s − Σ pₖtₖ) / √((s² − Σ pₖ²)(s² − Σ tₖ²)). 0 where all gold or all predicted labels are the same.
    /// </summary>
    public double Matthews
    {
        get
        {
            double s = Total, both = 0, squaredGold = 0, squaredPredicted = 0;
            for (var k = 0; k < Labels.Count; k++)
            {
                both += (double)gold[k] * predicted[k];
                squaredGold += (double)gold[k] * gold[k];
                squaredPredicted += (double)predicted[k] * predicted[k];
            }
            var scale = (s * s - squaredPredicted) * (s * s - squaredGold);
            return scale == 0 ? 0 : (Correct * s - both) / Math.Sqrt(scale);
        }
    }

    private double Share(long part, long whole, int label) => !Occurs(label) ? double.NaN : whole == 0 ? 0 : (double)part / whole;

    private double Mean(Func<int, double> score)
    {
        double sum = 0;
        var count = 0;
        for (var k = 0; k < Labels.Count; k++)
            if (Occurs(k)) (sum, count) = (sum + score(k), count + 1);
        return sum / count;
    }
}
