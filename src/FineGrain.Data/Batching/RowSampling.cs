using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Batching;

/// <summary>
/// Over- and under-sampling. A label with n rows gets n · (most / n)^strength rows when over-sampling, n · (least / n)^strength when under-sampling;
/// rows beyond whole repetitions are drawn anew each epoch. A row of several labels counts for its rarest.
/// </summary>
public static class RowSampling
{
    /// <summary>The rows of an epoch, as positions in <paramref name="examples"/>, ascending; over-sampled rows stand several times.</summary>
    public static int[] Rows(IReadOnlyList<Example> examples, DataRecipe recipe, int seed, int epoch)
    {
        if (recipe.Sampling == "none") return [.. Enumerable.Range(0, examples.Count)];
        var counts = examples.SelectMany(e => e.Labels).CountBy(l => l, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var strata = Enumerable.Range(0, examples.Count)
            .GroupBy(i => examples[i].Labels.MinBy(l => counts[l]) ?? "", StringComparer.Ordinal)
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => s.ToArray()).ToList();
        if (strata.Count == 0) return [];
        var aim = recipe.Sampling == "over" ? strata.Max(s => s.Length) : strata.Min(s => s.Length);
        var random = new SeededRandom(seed, epoch, 's');
        var rows = new List<int>();
        foreach (var stratum in strata)
        {
            var wanted = (int)Math.Round(stratum.Length * Math.Pow((double)aim / stratum.Length, recipe.SamplingStrength), MidpointRounding.AwayFromZero);
            for (; wanted >= stratum.Length; wanted -= stratum.Length) rows.AddRange(stratum);
            random.Shuffle<int>(stratum);
            rows.AddRange(stratum[..wanted]);
        }
        rows.Sort();
        return [.. rows];
    }
}
