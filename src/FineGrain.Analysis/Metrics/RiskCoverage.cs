namespace FineGrain.Analysis.Metrics;

/// <summary>
/// How many mistakes are left when only the surest answers are given (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017): what abstaining buys.
/// </summary>
/// <param name="Area">Mean of the risk over all coverages 1/N … N/N (AURC); lower is better, 0 only where nothing is wrong.</param>
/// <param name="Points">Coverage, risk and the confidence of the least sure answer given; from few answers to all.</param>
public sealed record RiskCoverage(double Area, IReadOnlyList<RiskPoint> Points)
{
    /// <summary>The curve, by falling confidence; equal confidences in their order.</summary>
    /// <param name="confidences">Probability of each answer, N.</param>
    /// <param name="correct">Whether it is right, N.</param>
    /// <exception cref="ArgumentException">The lengths differ or nothing was given.</exception>
    public static RiskCoverage Of(IReadOnlyList<double> confidences, IReadOnlyList<bool> correct)
    {
        if (confidences.Count == 0 || confidences.Count != correct.Count) throw new ArgumentException($"need one outcome for each confidence, got {confidences.Count} and {correct.Count}");
        int[] order = [.. Enumerable.Range(0, confidences.Count).OrderByDescending(i => confidences[i])];
        var points = new RiskPoint[order.Length];
        double wrong = 0, area = 0;
        for (var k = 0; k < order.Length; k++)
        {
            if (!correct[order[k]]) wrong++;
            points[k] = new((k + 1.0) / order.Length, wrong / (k + 1), confidences[order[k]]);
            area += points[k].Risk;
        }
        return new(area / order.Length, points);
    }

    /// <summary>The largest share of answers that can be given with at most <paramref name="risk"/> mistakes among them; null where not even the surest are so good.</summary>
    public RiskPoint? AtRisk(double risk) => Points.LastOrDefault(p => p.Risk <= risk);
}

/// <summary>One point of a risk–coverage curve.</summary>
/// <param name="Coverage">Share of examples that are answered.</param>
/// <param name="Risk">Share of wrong ones among them.</param>
/// <param name="Confidence">Answers with this probability or more are given: a value for <c>abstain_below</c>.</param>
public sealed record RiskPoint(double Coverage, double Risk, double Confidence);
