using FineGrain.Analysis.Statistics;

namespace FineGrain.Analysis.Explaining;

/// <summary>How faithful a method was over many texts, against random orders of the same words.</summary>
/// <param name="Method">The method.</param>
/// <param name="Texts">Number of texts.</param>
/// <param name="Comprehensiveness">Mean over texts.</param>
/// <param name="Sufficiency">Mean over texts.</param>
/// <param name="DeletionArea">Mean over texts.</param>
/// <param name="Margin">Mean of comprehensiveness − that of random orders, text by text; NaN for random itself.</param>
/// <param name="MarginInterval">Its 95 % bootstrap interval over texts.</param>
/// <param name="Curve">Mean deletion curve.</param>
public sealed record MethodTrust(string Method, int Texts, double Comprehensiveness, double Sufficiency, double DeletionArea, double Margin, Interval MarginInterval, IReadOnlyList<double> Curve)
{
    /// <summary>Name of the yardstick: random orders.</summary>
    public const string Random = "random";

    /// <summary>Sums up methods measured on the same texts; random must be among them. Best comprehensiveness first.</summary>
    /// <param name="measured">For each method its faithfulness on each text, texts in one order.</param>
    public static IReadOnlyList<MethodTrust> Of(IReadOnlyDictionary<string, IReadOnlyList<Faithfulness>> measured)
    {
        var random = measured[Random];
        return [.. measured.Select(m =>
        {
            double[] margins = [.. m.Value.Zip(random, (a, b) => a.Comprehensiveness - b.Comprehensiveness)];
            var yardstick = m.Key == Random;
            return new MethodTrust(m.Key, m.Value.Count, m.Value.Average(f => f.Comprehensiveness), m.Value.Average(f => f.Sufficiency), m.Value.Average(f => f.DeletionArea),
                yardstick ? double.NaN : margins.Average(), yardstick ? Interval.None : Bootstrap.OfMean(margins),
                [.. Enumerable.Range(0, m.Value[0].Curve.Count).Select(i => m.Value.Average(f => f.Curve[i]))]);
        }).OrderByDescending(t => t.Comprehensiveness)];
    }

    /// <summary>The method to trust: the most comprehensive one whose margin over random is surely above 0; null when none is.</summary>
    public static MethodTrust? Recommended(IEnumerable<MethodTrust> methods) => methods.Where(m => m.MarginInterval.Low > 0).MaxBy(m => m.Comprehensiveness);
}
