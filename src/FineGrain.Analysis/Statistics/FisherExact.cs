namespace FineGrain.Analysis.Statistics;

/// <summary>Fisher's exact test (1935) of two shares; one-sided. Keeps ln n! so that thousands of tables of one data set cost little.</summary>
/// <param name="most">Largest total that will be asked.</param>
public sealed class FisherExact(int most)
{
    private readonly double[] logFactorial = LogFactorials(most);

    /// <summary>
    /// Chance that at least <paramref name="hits"/> of <paramref name="drawn"/> are marked, when <paramref name="marked"/> of <paramref name="total"/> are and the drawn ones are any.
    /// </summary>
    public double AtLeast(int hits, int drawn, int marked, int total)
    {
        int fewest = Math.Max(0, drawn + marked - total), largest = Math.Min(drawn, marked);
        if (hits <= fewest) return 1;
        if (hits > largest) return 0;
        // From hits outwards; the terms fall once past the mode, so a term that no longer counts ends the sum.
        var whole = Choose(total, drawn);
        double sum = 0;
        for (var k = hits; k <= largest; k++)
        {
            var term = Math.Exp(Choose(marked, k) + Choose(total - marked, drawn - k) - whole);
            sum += term;
            if (term < sum * 1e-17 && k > (double)drawn * marked / total) break;
        }
        return Math.Min(1, sum);
    }

    private double Choose(int n, int k) => logFactorial[n] - logFactorial[k] - logFactorial[n - k];

    private static double[] LogFactorials(int most)
    {
        var table = new double[most + 1];
        for (var n = 2; n <= most; n++) table[n] = table[n - 1] + Math.Log(n);
        return table;
    }
}
