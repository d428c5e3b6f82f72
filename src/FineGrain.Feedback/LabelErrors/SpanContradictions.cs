using System.Globalization;
using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>The same words between the same neighbours, annotated in two ways: at least one is wrong, or the words alone do not tell.</summary>
public static class SpanContradictions
{
    /// <summary>Neighbours on each side that must be the same.</summary>
    private const int Context = 2;

    /// <summary>Each occurrence that is annotated otherwise than the majority of its like; score is the share of the majority, with one added to both sides.</summary>
    public static IEnumerable<SpanSuspect> Find(IReadOnlyList<Example> examples, Func<Example, IReadOnlyList<Span>> spansOf, Func<int, bool>? asked = null)
    {
        var units = examples.Select(e => TextUnits.Of(e.Text)).ToList();
        var surfaces = new Dictionary<string, int>(StringComparer.Ordinal); // words of any span → most units
        foreach (var (example, r) in examples.Select((e, r) => (e, r)))
            foreach (var span in spansOf(example))
                surfaces[span.Slice(example.Text)] = units[r].Count(u => u.Start >= span.Start && u.End <= span.End);
        var longest = surfaces.Count == 0 ? 0 : Math.Min(8, surfaces.Values.Max());
        var places = new Dictionary<string, List<(int Row, int Start, int End, Span? Given)>>(StringComparer.Ordinal);
        for (var r = 0; r < examples.Count; r++)
        {
            var (text, given) = (examples[r].Text, spansOf(examples[r]));
            for (var from = 0; from < units[r].Count; from++)
                for (var length = 1; length <= longest && from + length <= units[r].Count; length++)
                {
                    var (start, end) = (units[r][from].Start, units[r][from + length - 1].End);
                    if (!surfaces.ContainsKey(text[start..end])) continue;
                    var here = given.FirstOrDefault(s => s.Start == start && s.End == end);
                    if (here is null && given.Any(s => s.Start < end && start < s.End)) continue; // part of another span: a question of borders
                    var (left, right) = (Math.Max(0, from - Context), Math.Min(units[r].Count, from + length + Context));
                    // At both ends of a text nothing but the words themselves is left to compare.
                    var key = $"{(from < Context ? "^" : "")}{text[units[r][left].Start..start]}|{text[start..end]}|{text[end..units[r][right - 1].End]}{(right == units[r].Count ? "$" : "")}";
                    if (!places.TryGetValue(key, out var list)) places.Add(key, list = []);
                    list.Add((r, start, end, here));
                }
        }
        foreach (var (_, group) in places)
        {
            if (group.Count < 2) continue;
            var counts = group.CountBy(p => p.Given?.Label ?? "").OrderByDescending(c => c.Value).ToList();
            if (counts.Count < 2 || counts[0].Value == counts[1].Value) continue;
            var (label, count) = (counts[0].Key, counts[0].Value);
            foreach (var (row, start, end, given) in group.Where(p => (p.Given?.Label ?? "") != label && asked?.Invoke(p.Row) != false))
            {
                var ways = string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{(c.Key.Length == 0 ? "not at all" : c.Key)} {c.Value} times")));
                yield return new(row, SpanErrorKind.Contradiction, given, label.Length == 0 ? null : new(start, end, label), (double)count / (group.Count + 1), $"'{examples[row].Text[start..end]}' between the same neighbours is marked {ways}.");
            }
        }
    }
}
