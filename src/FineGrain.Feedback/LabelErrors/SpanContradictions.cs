using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>The same words between the same neighbours, annotated in two ways: at least one is wrong, or the words alone do not tell.</summary>
public static class SpanContradictions
{
    /// <summary>Neighbours on each side that must be the same.</summary>
    private const int Context = 2;

    /// <summary>Each occurrence that is annotated otherwise than the majority of its like; score is the share of the majority, with one added to both sides.</summary>
    public static IEnumerable<SpanSuspect> Find(IReadOnlyList<Example> examples, Func<Example, IReadOnlyList<Span>> spansOf, Func<int, bool>? asked = null)
    {
        var places = new Dictionary<string, List<SpanPlace>>(StringComparer.Ordinal);
        foreach (var place in SpanPlaces.Of(examples, spansOf))
        {
            var (text, units, from, end) = (examples[place.Row].Text, place.Units, place.First, place.First + place.Count);
            var (left, right) = (Math.Max(0, from - Context), Math.Min(units.Count, end + Context));
            // At both ends of a text nothing but the words themselves is left to compare.
            var key = $"{(from < Context ? "^" : "")}{text[units[left].Start..place.Start]}|{text[place.Start..place.End]}|{text[place.End..units[right - 1].End]}{(right == units.Count ? "$" : "")}";
            if (!places.TryGetValue(key, out var list)) places.Add(key, list = []);
            list.Add(place);
        }
        foreach (var (_, group) in places)
        {
            if (group.Count < 2) continue;
            var counts = group.CountBy(p => p.Given?.Label ?? "").OrderByDescending(c => c.Value).ToList();
            if (counts.Count < 2 || counts[0].Value == counts[1].Value) continue;
            var (label, count) = (counts[0].Key, counts[0].Value);
            foreach (var place in group.Where(p => (p.Given?.Label ?? "") != label && asked?.Invoke(p.Row) != false))
            {
                var ways = string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{(c.Key.Length == 0 ? "not at all" : c.Key)} {c.Value} times")));
                yield return new(place.Row, SpanErrorKind.Contradiction, place.Given, label.Length == 0 ? null : new(place.Start, place.End, label), (double)count / (group.Count + 1), $"'{examples[place.Row].Text[place.Start..place.End]}' between the same neighbours is marked {ways}.");
            }
        }
    }
}
