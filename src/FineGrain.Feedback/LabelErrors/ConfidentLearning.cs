namespace FineGrain.Feedback.LabelErrors;

/// <summary>
/// Confident learning (Northcutt, Jiang and Chuang 2021): from out-of-fold probabilities, how many labels of class i are really class j, and which rows they are.
/// </summary>
public sealed class ConfidentLearning
{
    private ConfidentLearning(double[] thresholds, double[,] joint, int[] counts) => (Thresholds, Joint, counts_) = (thresholds, joint, counts);

    private readonly int[] counts_;

    /// <summary>t_j: the mean probability of class j over the rows labelled j (equation 2).</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Q(given i, true j), sums to 1 (equation 3): rows i are calibrated to the counts of the given labels.</summary>
    public double[,] Joint { get; }

    /// <summary>Share of the labels given as <paramref name="label"/> that are wrong.</summary>
    public double NoiseOf(int label)
    {
        double all = 0;
        for (var j = 0; j < Thresholds.Count; j++) all += Joint[label, j];
        return all == 0 ? 0 : 1 - (Joint[label, label] / all);
    }

    /// <summary>Estimated number of wrong labels.</summary>
    public double Errors => Enumerable.Range(0, Thresholds.Count).Sum(i => NoiseOf(i) * counts_[i]);

    /// <summary>Estimates thresholds and the joint distribution.</summary>
    /// <param name="probabilities">Out-of-fold probabilities.</param>
    /// <param name="given">Given class of each row.</param>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static ConfidentLearning Of(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> given)
    {
        if (probabilities.Count == 0) throw new ArgumentException("no rows");
        var classes = probabilities[0].Length;
        var (sums, counts) = (new double[classes], new int[classes]);
        for (var r = 0; r < given.Count; r++)
        {
            sums[given[r]] += probabilities[r][given[r]];
            counts[given[r]]++;
        }
        double[] thresholds = [.. sums.Zip(counts, (s, n) => n == 0 ? 1 : s / n)];
        var confident = new double[classes, classes];
        for (var r = 0; r < given.Count; r++)
            if (Confident(probabilities[r], thresholds) is { } j) confident[given[r], j]++;
        // Each row of the confident counts is stretched to the number of labels given, then all to 1.
        var joint = new double[classes, classes];
        for (var i = 0; i < classes; i++)
        {
            double row = 0;
            for (var j = 0; j < classes; j++) row += confident[i, j];
            for (var j = 0; j < classes; j++) joint[i, j] = row == 0 ? (i == j ? (double)counts[i] / given.Count : 0) : confident[i, j] / row * counts[i] / given.Count;
        }
        return new(thresholds, joint, counts);
    }

    /// <summary>
    /// P(true j | text, given i) by Bayes from the text's probabilities and the noise: p(j | text) · Q(given i | true j). What the queue is ranked by:
    /// unlike the plain loss it knows that some classes are noisier than others.
    /// </summary>
    public double[] Posterior(double[] probabilities, int given)
    {
        var classes = probabilities.Length;
        var posterior = new double[classes];
        for (var j = 0; j < classes; j++)
        {
            double truth = 0;
            for (var i = 0; i < classes; i++) truth += Joint[i, j];
            posterior[j] = truth == 0 ? 0 : probabilities[j] * Joint[given, j] / truth;
        }
        var all = posterior.Sum();
        for (var j = 0; j < classes; j++) posterior[j] = all == 0 ? (j == given ? 1 : 0) : posterior[j] / all;
        return posterior;
    }

    private static int? Confident(double[] p, double[] thresholds)
    {
        int? best = null;
        for (var j = 0; j < p.Length; j++)
            if (p[j] >= thresholds[j] && (best is not { } b || p[j] > p[b])) best = j;
        return best;
    }
}
