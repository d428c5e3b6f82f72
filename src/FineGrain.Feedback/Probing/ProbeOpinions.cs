using FineGrain.Core;
using FineGrain.Feedback.LabelErrors;

namespace FineGrain.Feedback.Probing;

/// <summary>Opinions of probes on the spans of texts that they have not learnt, by cross-validation.</summary>
public static class ProbeOpinions
{
    private const int FoldCount = 4, Epochs = 4;

    /// <summary>Trains the probes: in each repetition the texts are cut into folds, and each fold is answered by a probe that learnt the others.</summary>
    /// <param name="examples">Texts with spans.</param>
    /// <param name="layer">entities or aspects.</param>
    /// <param name="repetitions">Opinions for each text.</param>
    /// <param name="asked">Which texts to answer; all of them are learnt from. Null for all.</param>
    /// <param name="seed">Seed of folds and probes.</param>
    /// <returns>Of each repetition the opinion on each text; null where it was not asked.</returns>
    public static IReadOnlyList<IReadOnlyList<SpanOpinion?>> Of(IReadOnlyList<Example> examples, string layer, int repetitions = 5, Func<int, bool>? asked = null, int seed = 1)
    {
        string[] labels = [.. examples.SelectMany(e => e.SpansOf(layer)).Select(s => s.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        TokenFeatures[] features = [.. examples.Select(e => new TokenFeatures(e.Text))];
        int[][] tags = [.. examples.Select((e, r) => features[r].Tags(e.SpansOf(layer), labels))];
        SpanOpinion?[][] opinions = [.. Enumerable.Range(0, repetitions).Select(_ => new SpanOpinion?[examples.Count])];
        if (labels.Length == 0) return opinions;
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var fold = Folds.Of([.. examples.Select(e => e.Text)], new int[examples.Count], FoldCount, seed + repetition);
            for (var f = 0; f < FoldCount; f++)
            {
                var rows = Enumerable.Range(0, fold.Length).Where(r => fold[r] == f && asked?.Invoke(r) != false).ToArray();
                if (rows.Length == 0) continue;
                var seen = Enumerable.Range(0, fold.Length).Where(r => fold[r] != f).ToArray();
                var probe = SpanProbe.Learn([.. seen.Select(r => features[r])], [.. seen.Select(r => tags[r])], 1 + (2 * labels.Length), Epochs, (100 * seed) + (10 * repetition) + f);
                int[][] answers = [.. rows.Select(r => probe.Tag(features[r]))];
                float[][][] scores = [.. rows.Select((r, i) => probe.Scores(features[r], answers[i]))], forced = [.. rows.Select(r => probe.Scores(features[r], tags[r]))];
                // The scores of a perceptron have no unit: one temperature makes probabilities of them that fit the given tags of texts that it has not seen.
                var temperature = Temperature([.. rows.SelectMany((r, i) => forced[i].Select((s, t) => (s, tags[r][t])))]);
                for (var i = 0; i < rows.Length; i++)
                {
                    var (text, given) = (features[rows[i]], examples[rows[i]].SpansOf(layer));
                    opinions[repetition][rows[i]] = new(
                        [.. text.Spans(answers[i], labels).Select(s => new ScoredSpan(s.Start, s.End, s.Label, Of(s, text, answers[i], scores[i], temperature)))],
                        [.. given.Select(s => Of(s, text, tags[rows[i]], forced[i], temperature))],
                        [.. given.Select(s => Outside(s, text, scores[i], temperature))]);
                }
            }
        }
        return opinions;
    }

    /// <summary>Whether probes can mark a span at all: its borders are borders of units.</summary>
    public static bool CanMark(string text, Span span)
    {
        var units = TextUnits.Of(text);
        return units.Any(u => u.Start == span.Start) && units.Any(u => u.End == span.End);
    }

    private static double Outside(Span span, TokenFeatures text, float[][] scores, double temperature)
    {
        var least = 1.0;
        for (var i = 0; i < text.Units.Length; i++)
            if (text.Units[i].Start < span.End && span.Start < text.Units[i].End) least = Math.Min(least, Softmax(scores[i], 0, temperature));
        return least;
    }

    /// <summary>Probability of a span: the least of its units' and of its end. 0 where its borders cut a unit.</summary>
    private static double Of(Span span, TokenFeatures text, int[] tags, float[][] scores, double temperature)
    {
        int first = Array.FindIndex(text.Units, u => u.Start == span.Start), last = Array.FindIndex(text.Units, u => u.End == span.End);
        if (first < 0 || last < first || tags[first] % 2 == 0) return 0;
        var least = 1.0;
        for (var i = first; i <= last; i++) least = Math.Min(least, Softmax(scores[i], tags[i], temperature));
        if (last + 1 < tags.Length) least = Math.Min(least, 1 - Softmax(scores[last + 1], tags[first] + 1, temperature));
        return least;
    }

    private static double Softmax(float[] scores, int tag, double temperature)
    {
        var top = scores.Max();
        double sum = 0;
        foreach (var s in scores) sum += Math.Exp((s - top) / temperature);
        return Math.Exp((scores[tag] - top) / temperature) / sum;
    }

    /// <summary>The temperature of the least log-loss, by golden section on its logarithm.</summary>
    private static double Temperature(IReadOnlyList<(float[] Scores, int Tag)> units)
    {
        var stride = Math.Max(1, units.Count / 5000);
        double Loss(double log)
        {
            double sum = 0;
            for (var i = 0; i < units.Count; i += stride) sum -= Math.Log(Math.Max(1e-6, Softmax(units[i].Scores, units[i].Tag, Math.Exp(log))));
            return sum;
        }
        double low = -3, high = 7;
        const double Golden = 0.6180339887498949;
        for (var step = 0; step < 24; step++)
        {
            double a = high - (Golden * (high - low)), b = low + (Golden * (high - low));
            if (Loss(a) < Loss(b)) high = b;
            else low = a;
        }
        return Math.Exp((low + high) / 2);
    }
}
