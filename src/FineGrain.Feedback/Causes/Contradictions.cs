using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Causes;

/// <summary>The same text with different labels: at least one is wrong, or the text alone does not tell.</summary>
public static class Contradictions
{
    /// <summary>Groups of rows with the same units and different labels, the largest first.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Groups(IReadOnlyList<Example> examples) =>
        [.. Enumerable.Range(0, examples.Count)
            .GroupBy(r => string.Join(' ', TextUnits.Words($"{examples[r].Text}\n{examples[r].Pair}")), StringComparer.Ordinal)
            .Where(g => g.Select(r => examples[r].Label).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(g => (IReadOnlyList<int>)[.. g])
            .OrderByDescending(g => g.Count)];

    /// <summary>Each row of the minority as a correction towards the majority; where there is none, all rows as drops.</summary>
    public static IEnumerable<Correction> Corrections(IReadOnlyList<Example> examples, TimeProvider clock)
    {
        foreach (var group in Groups(examples))
        {
            var counts = group.CountBy(r => examples[r].Label!, StringComparer.Ordinal).OrderByDescending(c => c.Value).ToList();
            var decided = counts[0].Value > counts[1].Value;
            foreach (var r in group.Where(r => !decided || examples[r].Label != counts[0].Key))
            {
                var (example, now) = (examples[r], clock.GetUtcNow());
                yield return new()
                {
                    Id = Correction.NewId(now), ExampleId = example.Id, Kind = decided ? CorrectionKind.Relabel : CorrectionKind.Drop, Old = Annotation.OfLabels(example.Labels),
                    New = decided ? Annotation.OfLabels(counts[0].Key) : null,
                    Reason = string.Create(CultureInfo.InvariantCulture, $"The same text is labelled {string.Join(", ", counts.Select(c => $"'{c.Key}' {c.Value} times"))}."),
                    Author = "finegrain", Time = now, Score = decided ? (double)counts[0].Value / group.Count : 0.5, Gain = 0.5 / ReviewTime.Minutes(example), Text = example.Text, Pair = example.Pair, Source = example.Source,
                };
            }
        }
    }
}
