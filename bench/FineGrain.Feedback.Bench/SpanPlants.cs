using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Bench;

/// <summary>Annotation errors that are planted, so that one knows where they are.</summary>
internal static class SpanPlants
{
    /// <summary>Spoils a share of the spans, each kind as often: another label, a shifted border, gone, or an invented one.</summary>
    public static (IReadOnlyList<Example> Examples, List<(int Row, int Start, int End)> Wrong) Uniform(IReadOnlyList<Example> examples, double rate, Random random)
    {
        var wrong = new List<(int, int, int)>();
        string[] labels = [.. examples.SelectMany(e => e.Entities).Select(s => s.Label).Distinct().Order()];
        var result = new List<Example>();
        for (var r = 0; r < examples.Count; r++)
        {
            var spans = new List<Span>();
            foreach (var span in examples[r].Entities)
            {
                if (random.NextDouble() >= rate)
                {
                    spans.Add(span);
                    continue;
                }
                var how = random.Next(4);
                if (how == 3)
                {
                    // The span stays, and the word before it, where it is in no span, becomes one.
                    spans.Add(span);
                    var before = span.Start < 2 ? -1 : examples[r].Text.LastIndexOf(' ', span.Start - 2) + 1;
                    if (before < 0 || examples[r].Entities.Any(x => x.Start < span.Start && before < x.End)) continue;
                    spans.Insert(spans.Count - 1, new(before, span.Start - 1, labels[random.Next(labels.Length)]));
                    wrong.Add((r, before, span.Start - 1));
                    continue;
                }
                var space = examples[r].Text.IndexOf(' ', span.Start);
                if (how == 0) spans.Add(span with { Label = labels[(Array.IndexOf(labels, span.Label) + 1 + random.Next(labels.Length - 1)) % labels.Length] });
                else if (how == 1 && space > 0 && space < span.End) spans.Add(span with { Start = space + 1 });
                wrong.Add((r, span.Start, span.End));
            }
            result.Add(examples[r] with { Entities = spans });
        }
        return (result, wrong);
    }

    /// <summary>
    /// Errors of an annotator with little practice: a probe that learnt a few sentences answers, and where it differs a share of its answers stands instead of the
    /// right ones, until <paramref name="rate"/> of the spans are wrong. They look more like real ones than drawn ones do: they are made where it is hard.
    /// </summary>
    public static (IReadOnlyList<Example> Examples, List<(int Row, int Start, int End)> Wrong) Plausible(IReadOnlyList<Example> examples, IReadOnlyList<Example> learnt, double rate, int seed)
    {
        const int Practice = 1500;
        var random = new Random(seed);
        string[] labels = [.. examples.SelectMany(e => e.Entities).Select(s => s.Label).Distinct().Order()];
        var few = learnt.ToArray();
        random.Shuffle(few);
        TokenFeatures[] texts = [.. few.Take(Practice).Select(e => new TokenFeatures(e.Text))], asked = [.. examples.Select(e => new TokenFeatures(e.Text))];
        var annotator = SpanProbe.Learn(texts, [.. texts.Select((t, i) => t.Tags(few[i].Entities, labels))], 1 + (2 * labels.Length), 3, seed);
        var slips = new List<(int Row, Span? Right, Span? Instead)>();
        for (var r = 0; r < examples.Count; r++)
        {
            var (gold, answer) = (examples[r].Entities, asked[r].Spans(annotator.Tag(asked[r]), labels));
            foreach (var g in gold.Where(g => !answer.Contains(g)))
            {
                var over = answer.Where(a => a.Overlaps(g)).ToList();
                if (over.Count == 0) slips.Add((r, g, null));
                else if (over.Count == 1 && gold.Count(x => x.Overlaps(over[0])) == 1) slips.Add((r, g, over[0]));
            }
            slips.AddRange(answer.Where(a => !gold.Any(a.Overlaps)).Select(a => (r, (Span?)null, (Span?)a)));
        }
        var chosen = slips.ToArray();
        random.Shuffle(chosen);
        chosen = [.. chosen.Take((int)(rate * examples.Sum(e => e.Entities.Count)))];
        var ofRow = chosen.ToLookup(s => s.Row);
        IReadOnlyList<Example> spoilt = [.. examples.Select((e, r) => e with { Entities = [.. e.Entities.Where(s => !ofRow[r].Any(x => x.Right == s)).Concat(ofRow[r].Select(x => x.Instead).OfType<Span>()).OrderBy(s => s.Start)] })];
        return (spoilt, [.. chosen.Select(s => (s.Row, Math.Min(s.Right?.Start ?? int.MaxValue, s.Instead?.Start ?? int.MaxValue), Math.Max(s.Right?.End ?? 0, s.Instead?.End ?? 0)))]);
    }
}
