namespace FineGrain.Feedback.Tuning;

/// <summary>
/// Asynchronous successive halving (Li et al. 2020): a setting starts with little training; whenever it is in the best 1/η of its rung it may train η times as
/// long; the others are pruned. Nobody waits for a rung to fill.
/// </summary>
/// <param name="Least">Epochs at rung 0.</param>
/// <param name="Most">Epochs at the last rung.</param>
/// <param name="Eta">η, at least 2.</param>
public sealed record SuccessiveHalving(int Least, int Most, int Eta = 3)
{
    /// <summary>Number of the last rung.</summary>
    public int LastRung
    {
        get
        {
            var rung = 0;
            for (var epochs = (long)Least; epochs * Eta <= Most; epochs *= Eta) rung++;
            return rung;
        }
    }

    /// <summary>Epochs at a rung; the last one has <see cref="Most"/>.</summary>
    public int Epochs(int rung) => rung == LastRung ? Most : Least * (int)Math.Pow(Eta, rung);

    /// <summary>A setting that has earned its next rung and is not there yet, from the highest rung down; null where none has.</summary>
    /// <param name="done">Finished trials.</param>
    /// <param name="begun">Settings and rungs that are finished or under way.</param>
    public Trial? Promotable(IReadOnlyList<Trial> done, IReadOnlySet<(int Number, int Rung)> begun)
    {
        for (var rung = LastRung - 1; rung >= 0; rung--)
        {
            var ranked = done.Where(t => t.Rung == rung && t.Score is not null).OrderByDescending(t => t.Score).ThenBy(t => t.Number).ToList();
            if (ranked.Take(ranked.Count / Eta).FirstOrDefault(t => !begun.Contains((t.Number, rung + 1))) is { } next) return next;
        }
        return null;
    }
}
