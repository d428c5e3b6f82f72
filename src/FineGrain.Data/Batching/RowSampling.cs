using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Batching;

/// <summary>
/// Over- and under-sampling. A label with n rows gets n · (most / n)^strength rows when over-sampling, n · (least / n)^strength when under-sampling;
/// rows beyond whole repetitions are drawn anew each epoch. A row of several labels counts for its rarest. Of spans the labels are those of a text's spans; texts
/// without any are no label to balance: <c>empty_texts</c> says which share of them an epoch has.
/// </summary>
public static class RowSampling
{
    /// <summary>The rows of an epoch, as positions in <paramref name="examples"/>, ascending; over-sampled rows stand several times.</summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="recipe">The data section.</param>
    /// <param name="seed">Training seed.</param>
    /// <param name="epoch">Epoch, from 0.</param>
    /// <param name="layer">The spans that are learned, as <see cref="Example.SpansOf"/> names them; null where labels of whole texts are.</param>
    public static int[] Rows(IReadOnlyList<Example> examples, DataRecipe recipe, int seed, int epoch, string? layer = null)
    {
        int[] all = [.. Enumerable.Range(0, examples.Count)];
        if (recipe.Sampling == "none" && recipe.EmptyTexts >= 1) return all;
        IReadOnlyList<string>[] labels = [.. examples.Select(e => layer is null ? e.Labels : [.. e.SpansOf(layer).Select(s => s.Label).Distinct(StringComparer.Ordinal)])];
        int[] empty = layer is null ? [] : [.. all.Where(i => labels[i].Count == 0)];
        int[] filled = empty.Length == 0 ? all : [.. all.Where(i => labels[i].Count > 0)];
        IReadOnlyList<int> kept = recipe.Sampling == "none" ? filled : Balanced(filled, labels, recipe, seed, epoch);
        int[] rows = [.. kept, .. Drawn(empty, recipe.EmptyTexts, new SeededRandom(seed, epoch, 'e'))];
        Array.Sort(rows);
        return rows;
    }

    private static List<int> Balanced(int[] filled, IReadOnlyList<string>[] labels, DataRecipe recipe, int seed, int epoch)
    {
        var rows = new List<int>();
        var counts = filled.SelectMany(i => labels[i]).CountBy(l => l, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var strata = filled
            .GroupBy(i => labels[i].MinBy(l => counts[l]) ?? "", StringComparer.Ordinal)
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => s.ToArray()).ToList();
        if (strata.Count == 0) return rows;
        var aim = recipe.Sampling == "over" ? strata.Max(s => s.Length) : strata.Min(s => s.Length);
        var random = new SeededRandom(seed, epoch, 's');
        foreach (var stratum in strata)
        {
            var wanted = (int)Math.Round(stratum.Length * Math.Pow((double)aim / stratum.Length, recipe.SamplingStrength), MidpointRounding.AwayFromZero);
            for (; wanted >= stratum.Length; wanted -= stratum.Length) rows.AddRange(stratum);
            random.Shuffle<int>(stratum);
            rows.AddRange(stratum[..wanted]);
        }
        return rows;
    }

    private static int[] Drawn(int[] empty, double share, SeededRandom random)
    {
        var wanted = (int)Math.Round(empty.Length * share, MidpointRounding.AwayFromZero);
        if (wanted == empty.Length) return empty;
        random.Shuffle<int>(empty);
        return empty[..wanted];
    }
}
