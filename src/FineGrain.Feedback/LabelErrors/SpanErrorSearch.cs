using System.Globalization;
using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>
/// Finds spans that are likely annotated wrongly: where probes that have not seen the text agree on something else, and are surer of it than they are, on average, of
/// annotations of that label (the threshold of confident learning, Northcutt et al. 2021, equation 2, at the level of spans).
/// </summary>
public static class SpanErrorSearch
{
    /// <summary>Suspects, the likeliest error first.</summary>
    /// <param name="examples">Texts with spans.</param>
    /// <param name="layer">entities or aspects.</param>
    /// <param name="asked">Which texts to look for errors in; all are learnt from. Null for all.</param>
    /// <param name="repetitions">Answers of probes for each text.</param>
    /// <param name="seed">Seed of folds and probes.</param>
    public static IReadOnlyList<SpanSuspect> Rank(IReadOnlyList<Example> examples, string layer = "entities", Func<int, bool>? asked = null, int repetitions = 5, int seed = 1) =>
        [.. Candidates(examples, layer, asked, repetitions, seed).Select(c => new SpanSuspect(c.Row, c.Kind, c.Given, c.Other, ScoreOf(c), ReasonOf(c, examples[c.Row].Text)) { Loss = -Math.Log(Math.Max(c.GivenProbability, 1e-12)) })
            .Concat(SpanContradictions.Find(examples, e => e.SpansOf(layer), asked)).OrderByDescending(s => s.Score).ThenBy(s => s.Row)];

    /// <summary>Every place where at least one probe sees it otherwise, in the order of the texts.</summary>
    public static IReadOnlyList<SpanCandidate> Candidates(IReadOnlyList<Example> examples, string layer = "entities", Func<int, bool>? asked = null, int repetitions = 5, int seed = 1)
    {
        string[] labels = [.. examples.SelectMany(e => e.SpansOf(layer)).Select(s => s.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (labels.Length == 0) return [];
        var opinions = new SpanOpinions(examples, e => e.SpansOf(layer), labels, repetitions, asked, seed);
        var found = new List<SpanCandidate>();
        for (var r = 0; r < examples.Count; r++)
        {
            if (asked?.Invoke(r) == false) continue;
            var given = examples[r].SpansOf(layer);
            var marked = opinions.Marked[r].SelectMany(m => m).GroupBy(m => m.Span).Select(g => (Span: g.Key, P: g.Sum(m => m.Probability) / repetitions, Votes: (double)g.Count() / repetitions)).ToList();
            for (var g = 0; g < given.Count; g++)
            {
                var span = given[g];
                if (!SpanOpinions.CanMark(examples[r].Text, span)) continue;
                var other = marked.Where(m => m.Span != span && m.Span.Overlaps(span) && given.Count(x => m.Span.Overlaps(x)) == 1).OrderByDescending(m => m.P).FirstOrDefault();
                var without = opinions.Marked[r].Count(m => !m.Any(x => x.Span.Overlaps(span))) / (double)repetitions;
                if (other.Span is not null && other.P >= opinions.Nothing[r][g]) found.Add(new(r, span, other.Span, opinions.Given[r][g], other.P, other.Votes));
                else if (without > 0) found.Add(new(r, span, null, opinions.Given[r][g], opinions.Nothing[r][g], without));
            }
            foreach (var m in marked.Where(m => !given.Any(x => m.Span.Overlaps(x)))) found.Add(new(r, null, m.Span, 1 - m.P, m.P, m.Votes));
        }
        return found;
    }

    private static double ScoreOf(SpanCandidate c) => c.Votes * c.OtherProbability * (1 - c.GivenProbability);

    private static string ReasonOf(SpanCandidate c, string text) => (c.Given, c.Other) switch
    {
        (null, var o) => Invariant($"{c.Votes:P0} of models that have not seen it mark '{o!.Slice(text)}' as {o.Label}; nothing is marked there."),
        (var g, null) => Invariant($"{c.Votes:P0} of models that have not seen it mark nothing at '{g.Slice(text)}' ({g.Label})."),
        var (g, o) => Invariant($"{c.Votes:P0} of models that have not seen it mark '{o.Slice(text)}' as {o.Label}, not '{g.Slice(text)}' as {g.Label} (probability {c.GivenProbability:0.00})."),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
