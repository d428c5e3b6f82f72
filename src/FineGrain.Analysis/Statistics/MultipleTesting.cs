namespace FineGrain.Analysis.Statistics;

/// <summary>Corrects p values for how many were looked at: of twenty true nulls one falls below 0.05 by chance.</summary>
public static class MultipleTesting
{
    /// <summary>The corrections by name.</summary>
    public static readonly IReadOnlyList<string> Names = ["holm", "benjamini-hochberg"];

    /// <summary>Corrects by name.</summary>
    /// <exception cref="Core.InputException">The name is unknown.</exception>
    public static double[] Adjust(string correction, IReadOnlyList<double> pValues) => correction switch
    {
        "holm" => Holm(pValues),
        "benjamini-hochberg" => BenjaminiHochberg(pValues),
        _ => throw new Core.InputException("correction", $"'{correction}' is unknown. {Core.Nearest.Hint(correction, [.. Names])}"),
    };

    /// <summary>
    /// Holm (1979): the chance that any of those below the level is false stays below the level, whatever the tests have to do with each other.
    /// The i-th smallest of m is multiplied by m − i + 1, and none may fall below a smaller one. NaN stays NaN and is not counted.
    /// </summary>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var (order, result) = Sorted(pValues);
        var floor = 0.0;
        for (var i = 0; i < order.Length; i++) result[order[i]] = floor = Math.Max(floor, Math.Min(1, (order.Length - i) * pValues[order[i]]));
        return result;
    }

    /// <summary>
    /// Benjamini and Hochberg (1995): of those below the level, at most that share is expected to be false; for tests that are independent or positively dependent.
    /// The i-th smallest of m is multiplied by m / i, and none may exceed a larger one. NaN stays NaN and is not counted.
    /// </summary>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        var (order, result) = Sorted(pValues);
        var ceiling = 1.0;
        for (var i = order.Length - 1; i >= 0; i--) result[order[i]] = ceiling = Math.Min(ceiling, pValues[order[i]] * order.Length / (i + 1));
        return result;
    }

    private static (int[] Order, double[] Result) Sorted(IReadOnlyList<double> pValues)
    {
        var result = new double[pValues.Count];
        Array.Fill(result, double.NaN);
        return ([.. Enumerable.Range(0, pValues.Count).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])], result);
    }
}
