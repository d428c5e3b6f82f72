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
        for (var i = 0; i < predictions.Count; i++)
            foreach (var term in Terms.Of(predictions[i].Text).Distinct(StringComparer.Ordinal))
            {
                if (!rowsOf.TryGetValue(term, out var list)) rowsOf[term] = list = [];
                list.Add(i);
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
