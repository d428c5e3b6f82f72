namespace FineGrain.Analysis.Statistics;

/// <summary>
/// McNemar's test (1947) on paired right and wrong answers: only the examples on which the two differ speak. Always the exact binomial test,
/// which is as cheap as the chi-square approximation and right for small counts too.
/// </summary>
/// <param name="Mended">Examples that A got wrong and B right.</param>
/// <param name="Broken">Examples that A got right and B wrong.</param>
public sealed record McNemar(int Mended, int Broken)
{
    /// <summary>Two-sided p value: twice the chance of at most min(mended, broken) heads in mended + broken fair tosses, at most 1.</summary>
    public double PValue
    {
        get
        {
            int tosses = Mended + Broken, fewer = Math.Min(Mended, Broken);
            if (Mended == Broken) return 1;
            double sum = 0, logTerm = -tosses * Math.Log(2); // ln of C(n, k) / 2ⁿ, k from 0
            for (var k = 0; k <= fewer; k++)
            {
                sum += Math.Exp(logTerm);
                logTerm += Math.Log((double)(tosses - k) / (k + 1));
            }
            return Math.Min(1, 2 * sum);
        }
    }
}
