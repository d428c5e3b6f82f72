namespace FineGrain.Feedback.LabelErrors;

/// <summary>Finds labels that are likely wrong, most likely first.</summary>
public static class LabelErrorSearch
{
    /// <summary>Every row as a suspect, the likeliest error first.</summary>
    /// <param name="probabilities">Out-of-fold probabilities.</param>
    /// <param name="given">Given class of each row.</param>
    public static IReadOnlyList<Suspect> Rank(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> given)
    {
        var noise = ConfidentLearning.Of(probabilities, given);
        return [.. Enumerable.Range(0, given.Count).Select(r =>
        {
            var p = probabilities[r];
            var posterior = noise.Posterior(p, given[r]);
            var likely = Enumerable.Range(0, p.Length).Where(c => c != given[r]).MaxBy(c => posterior[c] > 0 ? posterior[c] : p[c] * 1e-12);
            return new Suspect(r, given[r], likely, -Math.Log(Math.Max(p[given[r]], 1e-12)), 1 - posterior[given[r]]);
        }).OrderByDescending(s => s.Score).ThenByDescending(s => s.Loss).ThenBy(s => s.Row)];
    }
}
