using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>A place of words that are a span somewhere.</summary>
/// <param name="Row">Position of the text.</param>
/// <param name="Units">The units of the text.</param>
/// <param name="First">The first unit of the place.</param>
/// <param name="Count">Its number of units.</param>
/// <param name="Given">The span that stands exactly there; null where nothing is marked.</param>
internal sealed record SpanPlace(int Row, IReadOnlyList<(int Start, int End)> Units, int First, int Count, Span? Given)
{
    /// <summary>First UTF-16 unit.</summary>
    public int Start => Units[First].Start;

    /// <summary>One past the last UTF-16 unit.</summary>
    public int End => Units[First + Count - 1].End;
}

/// <summary>Where the words of spans stand, marked or not.</summary>
internal static class SpanPlaces
{
    /// <summary>Most units of words that are looked for.</summary>
    private const int Longest = 8;

    /// <summary>Every place of the words of any span, but for those that share words with a span of other borders: whether they are marked is a question of borders.</summary>
    public static IEnumerable<SpanPlace> Of(IReadOnlyList<Example> examples, Func<Example, IReadOnlyList<Span>> spansOf)
    {
        var units = examples.Select(e => TextUnits.Of(e.Text)).ToList();
        var words = new Dictionary<string, int>(StringComparer.Ordinal); // words of any span → most units
        foreach (var (example, r) in examples.Select((e, r) => (e, r)))
            foreach (var span in spansOf(example))
                words[span.Slice(example.Text)] = units[r].Count(u => u.Start >= span.Start && u.End <= span.End);
        var longest = words.Count == 0 ? 0 : Math.Min(Longest, words.Values.Max());
        for (var r = 0; r < examples.Count; r++)
        {
            var (text, given) = (examples[r].Text, spansOf(examples[r]));
            for (var from = 0; from < units[r].Count; from++)
                for (var count = 1; count <= longest && from + count <= units[r].Count; count++)
                {
                    var (start, end) = (units[r][from].Start, units[r][from + count - 1].End);
                    if (!words.ContainsKey(text[start..end])) continue;
                    var here = given.FirstOrDefault(s => s.Start == start && s.End == end);
                    if (here is not null || !given.Any(s => s.Start < end && start < s.End)) yield return new(r, units[r], from, count, here);
                }
        }
    }
}
