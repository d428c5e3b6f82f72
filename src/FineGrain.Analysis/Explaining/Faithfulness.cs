namespace FineGrain.Analysis.Explaining;

/// <summary>
/// Whether an explanation names the words that the model really used. Higher comprehensiveness, lower sufficiency and a smaller area under the deletion
/// curve are better (DeYoung et al. 2020, equations 1 and 2, as areas over the shares that they use; Petsiuk et al. 2018 for the curve).
/// </summary>
/// <param name="Comprehensiveness">Mean fall of the probability when the top 1, 5, 10, 20 and 50 % of the words are erased.</param>
/// <param name="Sufficiency">Mean fall when only those words are left.</param>
/// <param name="DeletionArea">Area under the probability while the words are erased from the top, over the share erased, 0 to 1.</param>
/// <param name="Curve">The probability with 0, 10, … 100 % of the words erased.</param>
public sealed record Faithfulness(double Comprehensiveness, double Sufficiency, double DeletionArea, IReadOnlyList<double> Curve)
{
    private static readonly double[] Shares = [0.01, 0.05, 0.1, 0.2, 0.5];
    private const int CurveSteps = 10;

    /// <summary>Measures the order that <paramref name="weights"/> give, largest first; equal weights in the order of the text.</summary>
    /// <param name="weights">One weight a word.</param>
    /// <param name="score">The model.</param>
    /// <exception cref="ArgumentException">There are no words.</exception>
    public static Faithfulness Of(IReadOnlyList<double> weights, VariantScorer score)
    {
        if (weights.Count == 0) throw new ArgumentException("a text without words has nothing to erase");
        int[] order = [.. Enumerable.Range(0, weights.Count).OrderByDescending(w => weights[w])];
        var variants = new List<bool[]> { new bool[order.Length] };
        foreach (var share in Shares)
        {
            var erased = Top(order, (int)Math.Ceiling(share * order.Length));
            variants.Add(erased);
            variants.Add([.. erased.Select(e => !e)]);
        }
        for (var step = 1; step <= CurveSteps; step++) variants.Add(Top(order, (int)Math.Round((double)step * order.Length / CurveSteps)));
        var found = score(variants);
        var whole = found[0];
        double[] curve = [whole, .. found.Skip(1 + 2 * Shares.Length)];
        return new(
            Enumerable.Range(0, Shares.Length).Average(s => whole - found[1 + 2 * s]),
            Enumerable.Range(0, Shares.Length).Average(s => whole - found[2 + 2 * s]),
            Enumerable.Range(0, CurveSteps).Sum(s => (curve[s] + curve[s + 1]) / 2) / CurveSteps,
            curve);
    }

    private static bool[] Top(int[] order, int count)
    {
        var erased = new bool[order.Length];
        foreach (var word in order.Take(count)) erased[word] = true;
        return erased;
    }
}
