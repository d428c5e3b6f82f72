namespace FineGrain.Feedback.Queues;

/// <summary>How unsure a model, or a committee of models, is of an answer: what active learning ranks by (Settles 2009).</summary>
public static class Uncertainty
{
    /// <summary>−Σ p ln p.</summary>
    public static double Entropy(IReadOnlyList<double> p) => -p.Where(x => x > 0).Sum(x => x * Math.Log(x));

    /// <summary>1 − (best − second best): 1 is a tie.</summary>
    public static double Margin(IReadOnlyList<double> p)
    {
        double first = 0, second = 0;
        foreach (var x in p)
        {
            if (x > first) (first, second) = (x, first);
            else if (x > second) second = x;
        }
        return 1 - (first - second);
    }

    /// <summary>1 − best: the expected share of wrong answers.</summary>
    public static double LeastConfident(IReadOnlyList<double> p) => 1 - p.Max();

    /// <summary>BALD (Houlsby et al. 2011): entropy of the committee's mean less the mean of its members' entropies; what they disagree on, not what all find hard.</summary>
    public static double Bald(IReadOnlyList<double[]> committee) => Math.Max(0, Entropy(Mean(committee)) - committee.Average(Entropy));

    /// <summary>Mean probabilities of a committee.</summary>
    public static double[] Mean(IReadOnlyList<double[]> committee)
    {
        var mean = new double[committee[0].Length];
        foreach (var p in committee)
            for (var c = 0; c < mean.Length; c++) mean[c] += p[c] / committee.Count;
        return mean;
    }
}
