using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Queues;

/// <summary>Texts that are like no other: garbage, another language, another task. Likeness is the mean cosine with the ten nearest texts of a sample, words weighted by their rarity.</summary>
public static class OutlierSuggestions
{
    private const int Sample = 2000, Nearest = 10, Window = 50;
    private const double Strange = 0.02;

    /// <summary>The strangest texts. Their chance of being wrong is measured, not assumed: the mean over texts about as strange, from confident learning.</summary>
    /// <param name="train">Examples.</param>
    /// <param name="labels">The label set; null where examples have no single label, and likeness alone counts.</param>
    /// <param name="now">Time of the corrections.</param>
    /// <param name="seed">Seed of the sample.</param>
    public static Suggestions Of(IReadOnlyList<Example> train, LabelSet? labels, DateTimeOffset now, int seed = 1)
    {
        var likeness = Likeness(train, seed);
        int[] order = [.. Enumerable.Range(0, train.Count).OrderBy(r => likeness[r])];
        var wrong = new double[train.Count];
        if (labels is not null)
        {
            int[] given = [.. train.Select(e => labels.IndexOf(e.Label!))];
            foreach (var suspect in LabelErrorSearch.Rank(OutOfFold.Probabilities(train, given, labels.Count, repetitions: 1), given)) wrong[suspect.Row] = suspect.Score;
        }
        var count = Math.Min(train.Count, Math.Max(20, (int)(Strange * train.Count)));
        var items = order.Take(count).Select((r, place) =>
        {
            var like = order.Skip(Math.Max(0, place - (Window / 2))).Take(Window).ToList();
            var score = labels is null ? 1 - likeness[r] : like.Average(x => wrong[x]);
            return Proposal.Of(train[r], CorrectionKind.Drop, train[r].Labels.Count > 0 ? Annotation.OfLabels(train[r].Labels) : null, null,
                string.Create(CultureInfo.InvariantCulture, $"Like no other text: mean cosine {likeness[r]:0.000} with its ten nearest, {likeness[order[order.Length / 2]]:0.000} is usual."), score, now);
        });
        return new("outliers", string.Create(CultureInfo.InvariantCulture, $"the {count} strangest of {train.Count} texts"), Proposal.Ranked(items));
    }

    /// <summary>Of each text.</summary>
    internal static double[] Likeness(IReadOnlyList<Example> examples, int seed)
    {
        HashSet<string>[] units = [.. examples.Select(e => TextUnits.Words($"{e.Text}\n{e.Pair}").ToHashSet(StringComparer.Ordinal))];
        var counts = units.SelectMany(u => u).CountBy(u => u, StringComparer.Ordinal).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        double Weight(string unit) => Math.Log((1.0 + examples.Count) / counts[unit]);
        double[] norms = [.. units.Select(u => Math.Sqrt(u.Sum(x => Weight(x) * Weight(x))))];
        var sample = Enumerable.Range(0, examples.Count).ToArray();
        new Random(seed).Shuffle(sample);
        sample = [.. sample.Take(Sample)];
        var postings = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var s = 0; s < sample.Length; s++)
            foreach (var unit in units[sample[s]])
            {
                if (!postings.TryGetValue(unit, out var list)) postings.Add(unit, list = []);
                list.Add(s);
            }
        var dots = new double[sample.Length];
        return [.. units.Select((own, r) =>
        {
            Array.Clear(dots);
            foreach (var unit in own)
                if (postings.TryGetValue(unit, out var list))
                    foreach (var s in list) dots[s] += Weight(unit) * Weight(unit);
            for (var s = 0; s < dots.Length; s++) dots[s] = sample[s] == r || norms[r] == 0 || norms[sample[s]] == 0 ? 0 : dots[s] / norms[r] / norms[sample[s]];
            return dots.OrderDescending().Take(Nearest).DefaultIfEmpty().Average();
        })];
    }
}
