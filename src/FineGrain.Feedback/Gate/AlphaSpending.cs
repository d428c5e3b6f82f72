namespace FineGrain.Feedback.Gate;

/// <summary>
/// Shares one chance of error among any number of looks at the confirmation split: the k-th look may spend α · 6 / (π² k²). The shares sum to α, so that by
/// the union bound a night of tries promotes a model that is no better with probability at most α in all.
/// </summary>
/// <param name="Alpha">The chance in all, e.g. 0.05.</param>
public sealed record AlphaSpending(double Alpha)
{
    /// <summary>What the k-th look (from 1) may spend.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Looks count from 1.</exception>
    public double OfLook(int look)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(look, 1);
        return Alpha * 6 / (Math.PI * Math.PI * look * look);
    }
}
