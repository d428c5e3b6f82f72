using FineGrain.Core;
using FineGrain.Data.Spans;

namespace FineGrain.Data.Checking;

/// <summary>Counts the spans of a split and finds those that are odd.</summary>
internal static class SpanChecking
{
    private const int MostMessages = 20;

    /// <summary>The annotation of an example in words, for comparing copies of a text.</summary>
    public static string Annotation(Example example) => string.Join(", ", SpanText.Ordered(example.Entities.Concat(example.Aspects)).Select(s => $"{s.Slice(example.Text)} [{s.Start}, {s.End}) {s.Label}"));

    public static SpanCheck Of(IReadOnlyList<Example> examples)
    {
        var types = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var lengths = new List<int>();
        var (odd, twice) = (new List<string>(), new List<string>());
        var (nested, crossing, oddCount) = (0, 0, 0);
        foreach (var example in examples)
        {
            var spans = SpanText.Ordered(example.Entities.Concat(example.Aspects));
            for (var i = 0; i < spans.Length; i++)
            {
                var span = spans[i];
                types[span.Label] = types.GetValueOrDefault(span.Label) + 1;
                lengths.Add(span.End - span.Start);
                if (SpanText.OddBorder(example.Text, span) is { } why)
                {
                    oddCount++;
                    if (odd.Count < MostMessages) odd.Add($"{Where(example)}: span [{span.Start}, {span.End}) '{span.Label}' {why}");
                }
                if (Array.Exists(spans, o => o != span && o.Start <= span.Start && o.End >= span.End)) nested++;
                else if (Array.Exists(spans, o => o.Overlaps(span) && (o.Start < span.Start ? o.End < span.End : o.Start > span.Start && o.End > span.End))) crossing++;
                if (i > 0 && (spans[i - 1].Start, spans[i - 1].End) == (span.Start, span.End) && twice.Count < MostMessages)
                    twice.Add($"{Where(example)}: '{span.Slice(example.Text)}' [{span.Start}, {span.End}) is both '{spans[i - 1].Label}' and '{span.Label}'");
            }
        }
        return new SpanCheck
        {
            Types = types,
            Lengths = LengthSummary.Of(lengths),
            Empty = examples.Count(e => e.Entities.Count == 0 && e.Aspects.Count == 0 && e.Triplets.Count == 0),
            Triplets = examples.Sum(e => e.Triplets.Count),
            Nested = nested,
            Crossing = crossing,
            OddBorders = oddCount,
            OddBorderMessages = odd,
            TwoLabelMessages = twice,
        };
    }

    private static string Where(Example example) => example.Source ?? example.Id;
}
