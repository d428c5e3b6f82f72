using FineGrain.Core;

namespace FineGrain.Analysis.Comparing;

/// <summary>Brings two prediction lists into one order and makes sure that they answer the same questions.</summary>
internal static class Pairing
{
    private const int Named = 5;

    /// <summary>A's rows as they are, B's rows in A's order.</summary>
    public static (List<Prediction> A, List<Prediction> B) Of(IEnumerable<Prediction> a, IEnumerable<Prediction> b, ComparisonOptions options)
    {
        var first = a.ToList();
        var byId = Index(b, options.NameB);
        var known = Index(first, options.NameA);
        if (first.Count == 0) throw new InputException(options.NameA, "no predictions, so nothing to compare.");
        string[] onlyA = [.. first.Select(p => p.Id).Where(id => !byId.ContainsKey(id))], onlyB = [.. byId.Keys.Where(id => !known.ContainsKey(id))];
        if (onlyA.Length + onlyB.Length > 0)
            throw new InputException($"{options.NameA} and {options.NameB}", $"do not hold the same examples: {Some(onlyA, options.NameA)}; {Some(onlyB, options.NameB)}. Predict the same file with both models.");
        var second = first.Select(p => byId[p.Id]).ToList();
        foreach (var (x, y) in first.Zip(second))
        {
            if (x.Text != y.Text || x.Pair != y.Pair) throw new InputException(x.Id, $"has another text in {options.NameB} than in {options.NameA}. Predict the same file with both models.");
            if (x.GoldNumber != y.GoldNumber || !Same(x.Gold, y.Gold) || !Same(x.GoldSpans, y.GoldSpans) || !Same(x.GoldTriplets, y.GoldTriplets)) throw new InputException(x.Id, $"has another gold annotation in {options.NameB} than in {options.NameA}. Predict the same file with both models.");
        }
        return (first, second);
    }

    private static bool Same<T>(IReadOnlyList<T>? a, IReadOnlyList<T>? b) => (a ?? []).ToHashSet().SetEquals(b ?? []);

    private static Dictionary<string, Prediction> Index(IEnumerable<Prediction> rows, string name)
    {
        var index = new Dictionary<string, Prediction>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (!index.TryAdd(row.Id, row)) throw new InputException(row.Id, $"stands twice in {name}; each example counts once. Give every example its own id.");
        return index;
    }

    private static string Some(string[] ids, string name) => ids.Length == 0
        ? $"none is only in {name}"
        : $"{ids.Length} only in {name} ({string.Join(", ", ids.Take(Named))}{(ids.Length > Named ? ", …" : "")})";
}
