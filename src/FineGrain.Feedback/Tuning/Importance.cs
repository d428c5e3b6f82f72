namespace FineGrain.Feedback.Tuning;

/// <summary>How much of the scores' variance each parameter explains alone: the main effect of a functional analysis of variance (Hooker 2007), estimated on bins.</summary>
public static class Importance
{
    /// <summary>Share of the variance for each path, in [0, 1], after what random bins would explain is taken off (ε², Kelley 1935); largest first.</summary>
    public static IReadOnlyList<(string Path, double Share)> Of(IReadOnlyList<Parameter> parameters, IReadOnlyList<Trial> trials)
    {
        var scored = trials.Where(t => t.Score is not null).ToList();
        if (scored.Count < 4) return [.. parameters.Select(p => (p.Path, 0.0))];
        var mean = scored.Average(t => t.Score!.Value);
        var all = scored.Sum(t => Math.Pow(t.Score!.Value - mean, 2));
        return [.. parameters.Select(p =>
        {
            var bins = p.Choices.Count > 0 ? p.Choices.Count : Math.Clamp(scored.Count / 5, 2, 5);
            var groups = scored.GroupBy(t => Math.Min(bins - 1, (int)(p.ToUnit(t.Values[p.Path]) * bins))).ToList();
            var within = groups.Sum(g => g.Sum(t => Math.Pow(t.Score!.Value - g.Average(x => x.Score!.Value), 2)));
            var free = scored.Count - groups.Count;
            var share = all == 0 || free <= 0 ? 0 : Math.Clamp(1 - (within / free / (all / (scored.Count - 1))), 0, 1);
            return (p.Path, share);
        }).OrderByDescending(p => p.share)];
    }
}
