using FineGrain.Feedback.Store;

namespace FineGrain.Feedback.Agreement;

/// <summary>How far the people who judged a store agree.</summary>
/// <param name="Judged">Corrections with at least two verdicts.</param>
/// <param name="Disputed">Of these, how many wait for adjudication.</param>
/// <param name="Alpha">Krippendorff's α over all people; null where nothing was judged twice.</param>
/// <param name="Pairs">Each pair of people with the number of corrections that both judged and Cohen's κ.</param>
public sealed record StoreAgreement(int Judged, int Disputed, double? Alpha, IReadOnlyList<(string First, string Second, int Both, double Kappa)> Pairs)
{
    /// <summary>Measures it; a verdict counts by the value that it leaves on the example.</summary>
    public static StoreAgreement Of(IReadOnlyList<CorrectionStatus> corrections)
    {
        var twice = corrections.Where(c => c.Votes.Count >= 2).ToList();
        var answers = twice.ConvertAll(c => c.Votes.ToDictionary(v => v.Author, v => Answer(c, v), StringComparer.Ordinal));
        var people = answers.SelectMany(a => a.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var pairs = new List<(string, string, int, double)>();
        for (var i = 0; i < people.Count; i++)
            for (var j = i + 1; j < people.Count; j++)
                if (answers.Where(a => a.ContainsKey(people[i]) && a.ContainsKey(people[j])).Select(a => (a[people[i]], a[people[j]])).ToList() is { Count: > 0 } both)
                    pairs.Add((people[i], people[j], both.Count, CohenKappa.Of(both)));
        return new(twice.Count, twice.Count(c => c.Disputed), twice.Count == 0 ? null : KrippendorffAlpha.Of(answers.Select(a => (IReadOnlyList<string>)[.. a.Values])), pairs);
    }

    private static string Answer(CorrectionStatus status, Vote vote) => vote.Verdict.Accepted ? $"to {vote.Verdict.Changed ?? status.Correction.New}" : "keep";
}
