namespace FineGrain.Models.Explaining;

/// <summary>How much each token moved one output of a network.</summary>
/// <param name="Tokens">One value a token, special ones 0; in units of the output.</param>
/// <param name="Ngrams">What the hashed n-grams moved together; 0 for a network without.</param>
/// <param name="Output">The output on the text.</param>
/// <param name="Baseline">The output on the baseline, where there is one; else NaN.</param>
/// <param name="Steps">Points of the path that were averaged; 0 where there is no path.</param>
public sealed record TokenAttribution(double[] Tokens, double Ngrams, double Output, double Baseline, int Steps)
{
    /// <summary>
    /// By how much the attributions miss output − baseline, as a share of it: 0 is complete (Sundararajan et al. 2017, proposition 1). NaN without a baseline.
    /// </summary>
    public double Incompleteness => Math.Abs(Tokens.Sum() + Ngrams - (Output - Baseline)) / Math.Max(Math.Abs(Output - Baseline), 1e-9);
}
