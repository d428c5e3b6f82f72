using System.Globalization;
using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>
/// Finds spans that are likely annotated wrongly: where those that have not learnt the text find something else probable and what stands there improbable, and the same
/// words elsewhere do not speak against it.
/// </summary>
public static class SpanErrorSearch
{
    /// <summary>Suspects, the likeliest error first; one for each span that stands there, or could.</summary>
    /// <param name="examples">Texts with spans.</param>
    /// <param name="opinions">What probes, models or a pool of them think of each text; null where it is not asked.</param>
    /// <param name="layer">entities or aspects.</param>
    public static IReadOnlyList<SpanSuspect> Rank(IReadOnlyList<Example> examples, IReadOnlyList<SpanOpinion?> opinions, string layer = "entities")
    {
        var elsewhere = new WordsElsewhere(examples, e => e.SpansOf(layer));
        var doubted = Candidates(examples, opinions, layer).Select(c => (Candidate: c, Score: Score(c, elsewhere, examples[c.Row].Text)))
            .GroupBy(c => (c.Candidate.Row, c.Candidate.Given ?? c.Candidate.Other)).Select(g => g.MaxBy(c => c.Score))
            .Select(c => new SpanSuspect(c.Candidate.Row, c.Candidate.Kind, c.Candidate.Given, c.Candidate.Other, c.Score, Reason(c.Candidate, examples[c.Candidate.Row].Text)) { Loss = -Math.Log(Math.Max(c.Candidate.GivenProbability, 1e-12)) });
        return [.. doubted.Concat(SpanContradictions.Find(examples, e => e.SpansOf(layer), r => opinions[r] is not null)).OrderByDescending(s => s.Score).ThenBy(s => s.Row).DistinctBy(s => (s.Row, s.Given, s.Other))];
    }

    /// <summary>Everything that may stand somewhere instead of the annotation, in the order of the texts.</summary>
    /// <param name="examples">Texts with spans.</param>
    /// <param name="opinions">What is thought of each text; null where it is not asked.</param>
    /// <param name="layer">entities or aspects.</param>
    public static IEnumerable<SpanCandidate> Candidates(IReadOnlyList<Example> examples, IReadOnlyList<SpanOpinion?> opinions, string layer = "entities")
    {
        for (var r = 0; r < examples.Count; r++)
        {
            if (opinions[r] is not { } opinion) continue;
            var given = examples[r].SpansOf(layer);
            for (var g = 0; g < given.Count; g++)
            {
                if (!ProbeOpinions.CanMark(examples[r].Text, given[g])) continue;
                if (opinion.Nothing[g] > 0) yield return new(r, given[g], null, opinion.Given[g], opinion.Nothing[g]);
                foreach (var m in opinion.Marked.Where(m => m.Overlaps(given[g]) && m.ToSpan() != given[g] && given.Count(m.Overlaps) == 1)) yield return new(r, given[g], m.ToSpan(), opinion.Given[g], m.Score);
            }
            foreach (var m in opinion.Marked.Where(m => !given.Any(m.Overlaps))) yield return new(r, null, m.ToSpan(), 1 - m.Score, m.Score);
        }
    }

    /// <summary>Probability of an error: that the other is right and the given is not; where one of them is no span at all, with the odds of that for the same words elsewhere.</summary>
    private static double Score(SpanCandidate c, WordsElsewhere elsewhere, string text)
    {
        var score = c.OtherProbability * (1 - c.GivenProbability);
        double odds = (c.Given, c.Other) switch
        {
            (null, { } o) => elsewhere.Marked(o.Slice(text), c.Row),
            ({ } g, null) => 1 - elsewhere.Marked(g.Slice(text), c.Row),
            _ => 0.5,
        };
        return score * odds / ((score * odds) + ((1 - score) * (1 - odds)));
    }

    private static string Reason(SpanCandidate c, string text) => (c.Given, c.Other) switch
    {
        (null, var o) => Invariant($"Models that have not seen it mark '{o!.Slice(text)}' as {o.Label} (probability {c.OtherProbability:0.00}); nothing is marked there."),
        (var g, null) => Invariant($"Models that have not seen it mark nothing at '{g.Slice(text)}' (probability {c.OtherProbability:0.00}), which is {g.Label} here ({c.GivenProbability:0.00})."),
        var (g, o) => Invariant($"Models that have not seen it mark '{o.Slice(text)}' as {o.Label} (probability {c.OtherProbability:0.00}), not '{g.Slice(text)}' as {g.Label} ({c.GivenProbability:0.00})."),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
