using System.Text.RegularExpressions;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Analysis.Checks;

/// <summary>Fills <c>{lexicon}</c> places of texts with every combination of words. The same name is the same word everywhere in a case; <c>{good:2}</c> is a second, independent draw from <c>good</c>.</summary>
internal static partial class Template
{
    private const int MostCombinations = 100_000;

    /// <summary>Cases of a template: one text, or a text and its changed forms that share their words.</summary>
    public static IEnumerable<IReadOnlyList<string>> Expand(string[] texts, IReadOnlyDictionary<string, IReadOnlyList<string>> lexicons, RecipeNode at)
    {
        string[] places = [.. texts.SelectMany(t => Place().Matches(t).Select(m => m.Groups[1].Value)).Distinct(StringComparer.Ordinal)];
        var words = places.Select(place =>
        {
            var name = place.Split(':')[0];
            return lexicons.TryGetValue(name, out var list) ? list : throw SuiteNode.Wrong(at, $"'{{{place}}}' names no lexicon. {Nearest.Hint(name, [.. lexicons.Keys])}");
        }).ToArray();
        var all = words.Aggregate(1L, (product, list) => Math.Min(product * list.Count, long.MaxValue / 1_000_000));
        if (all > MostCombinations) throw SuiteNode.Wrong(at, $"the template has {all} combinations, at most {MostCombinations} are made. Use shorter lexicons.");
        for (var c = 0L; c < all; c++)
        {
            var left = c;
            var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var p = 0; p < places.Length; p++)
            {
                chosen[places[p]] = words[p][(int)(left % words[p].Count)];
                left /= words[p].Count;
            }
            // Two draws from one lexicon are two words.
            if (places.GroupBy(p => p.Split(':')[0]).Any(g => g.Select(p => chosen[p]).Distinct().Count() < g.Count())) continue;
            yield return [.. texts.Select(t => Place().Replace(t, m => chosen[m.Groups[1].Value]))];
        }
    }

    [GeneratedRegex(@"\{([\p{L}_][\p{L}\p{N}_]*(?::\d+)?)\}")]
    private static partial Regex Place();
}
