using FineGrain.Core;

namespace FineGrain.Analysis.Slicing;

/// <summary>Which rows have which term.</summary>
internal sealed class TermIndex
{
    private const int Most = 500;
    private readonly Dictionary<string, List<int>> rowsOf = new(StringComparer.Ordinal);
    private readonly int rows;

    public TermIndex(IReadOnlyList<Prediction> predictions)
    {
        rows = predictions.Count;
        var bySpan = rowsOf.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < predictions.Count; i++)
        {
            var text = predictions[i].Text;
            foreach (var place in Terms.Places(text))
            {
                // Pairs of Chinese characters are many and need no change of case: they are looked up where they stand.
                var term = place.Ideographic ? null : Terms.Text(text, place);
                if (!(term is null ? bySpan.TryGetValue(text.AsSpan(place.Start, place.End - place.Start), out var list) : rowsOf.TryGetValue(term, out list)))
                    rowsOf[term ?? text[place.Start..place.End]] = list = [];
                if (list!.Count == 0 || list[^1] != i) list.Add(i);
            }
        }
    }

    /// <summary>Slices by the most frequent terms that neither few nor most rows have.</summary>
    public IEnumerable<Atom> Atoms(int smallest)
    {
        foreach (var (term, found) in rowsOf.Where(r => r.Value.Count >= smallest && r.Value.Count <= rows / 2).OrderByDescending(r => r.Value.Count).ThenBy(r => r.Key, StringComparer.Ordinal).Take(Most))
        {
            var inside = found.ToHashSet();
            yield return new("text", $"text has {Atom.Quoted(term)}", "term", Selection.Where(rows, inside.Contains));
        }
    }
}
