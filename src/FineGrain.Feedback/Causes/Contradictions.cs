using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Causes;

/// <summary>The same text with different labels: at least one is wrong, or the text alone does not tell.</summary>
public static class Contradictions
{
    /// <summary>Share of copies that careful annotators label otherwise by a slip.</summary>
    private const double Slips = 0.01;

    /// <summary>Dev copies from which dev's own share counts, where it is higher.</summary>
    private const int Enough = 20;

    /// <summary>Copies of texts that disagree, where there are more than slips make and more than on dev.</summary>
    public static IEnumerable<Cause> Find(DataView view, TimeProvider clock)
    {
        var ((odd, copies), dev) = (Copies(view.Train), Copies(view.Dev));
        if (odd == 0) yield break;
        var rate = dev.Copies < Enough ? Slips : Math.Max(Slips, (dev.Odd + 0.5) / (dev.Copies + 1));
        var p = Tests.BinomialTail(odd, copies, rate);
        if (p > 0.01) yield break;
        const string Name = "copies of a text have different labels";
        var corrections = Corrections(view.Train, clock).ToList();
        yield return new()
        {
            Kind = "contradiction", Subject = Name, PValue = p,
            Evidence = string.Create(CultureInfo.InvariantCulture, $"Of {copies} training examples whose text stands there more than once, {odd} are labelled otherwise than the most of their copies; slips would make about {rate * copies:0.0}."),
            Patches =
            [
                Make("majority", "relabel", "The copies get the label that most of them have; where none has the most, they are left out.", corrections),
                Make("drop", "drop", "The copies that are labelled otherwise than the most of their like are left out; where none has the most, all of them.", [.. corrections.Select(c => c with { Kind = CorrectionKind.Drop, New = null })]),
            ],
        };

        Patch Make(string id, string kind, string reason, List<Correction> of) => new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"contradiction-{id}-{of.Count}-{LabelNoise.Stamp(view)}"), Kind = kind, Cause = $"contradiction: {Name}", Reason = reason, Corrections = of,
        };
    }

    /// <summary>Examples whose text stands there more than once, and those of them that are labelled otherwise than the most of their copies.</summary>
    private static (int Odd, int Copies) Copies(IReadOnlyList<Example> examples)
    {
        var (odd, copies) = (0, 0);
        foreach (var group in ByText(examples))
        {
            var size = group.Count();
            if (size < 2) continue;
            copies += size;
            odd += size - group.CountBy(r => examples[r].Label!, StringComparer.Ordinal).Max(c => c.Value);
        }
        return (odd, copies);
    }

    private static IEnumerable<IGrouping<string, int>> ByText(IReadOnlyList<Example> examples) =>
        Enumerable.Range(0, examples.Count).GroupBy(r => string.Join(' ', TextUnits.Words($"{examples[r].Text}\n{examples[r].Pair}")), StringComparer.Ordinal);

    /// <summary>Groups of rows with the same units and different labels, the largest first.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Groups(IReadOnlyList<Example> examples) =>
        [.. ByText(examples)
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
