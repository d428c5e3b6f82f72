using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Checking;

/// <summary>The library part of <c>finegrain data check</c>: reads every file of a recipe as it stands and reports what would spoil a model or a score.</summary>
public static class DataCheck
{
    private const int MostMessages = 20;
    private const int MostContradictions = 100;

    /// <summary>Checks the files of <paramref name="recipe"/>; bad rows are counted, not thrown.</summary>
    /// <exception cref="InputException">A file as a whole cannot be read: missing, cut off, without the text or label column.</exception>
    public static CheckResult Run(Recipe recipe, string recipeFolder)
    {
        var root = DataFolder.Resolve(recipe.Data.Root, recipeFolder);
        var splits = new List<SplitRows>();
        foreach (var (name, sources) in ((string, IReadOnlyList<SourceRecipe>)[])[("train", recipe.Data.Train), ("dev", recipe.Data.Dev), ("test", recipe.Data.Test)])
        {
            if (sources.Count == 0) continue;
            var bad = new List<InputException>();
            var options = new ReadOptions { Target = recipe.Target, OnBadRow = bad.Add };
            splits.Add(new SplitRows(name, [.. sources.SelectMany(source => ExampleReader.Read(source, root, options))], bad));
        }
        return Of(splits, recipe);
    }

    /// <summary>Checks examples that are already read.</summary>
    /// <param name="splits">Named splits, training first.</param>
    /// <param name="recipe">Its target kind and label names count.</param>
    public static CheckResult Of(IEnumerable<(string Name, IReadOnlyList<Example> Examples)> splits, Recipe recipe) =>
        Of([.. splits.Select(s => new SplitRows(s.Name, s.Examples, []))], recipe);

    private static CheckResult Of(List<SplitRows> splits, Recipe recipe)
    {
        var similarity = new TextSimilarity([.. splits.Select(s => s.Examples)]);
        SplitCheck[] checks = [.. splits.Select((s, i) => Split(s, i, similarity, recipe.Target))];
        var overlaps = new List<Overlap>();
        for (var split = 1; split < splits.Count; split++)
            for (var against = 0; against < split; against++)
                overlaps.Add(similarity.Overlap(split, splits[split].Name, against, splits[against].Name));
        var contradictions = recipe.Target == "number" ? [] : Contradictions(splits);
        return new CheckResult
        {
            Splits = checks,
            Overlaps = overlaps,
            Contradictions = [.. contradictions.Take(MostContradictions)],
            ContradictionCount = contradictions.Count,
            CleanIds = splits.Skip(1).ToDictionary(s => s.Name, s => Clean(s, overlaps), StringComparer.Ordinal),
            Findings = CheckFindings.Of(checks, overlaps, contradictions.Count, recipe),
        };
    }

    private static SplitCheck Split(SplitRows split, int index, TextSimilarity similarity, string target)
    {
        var examples = split.Examples;
        var (exact, near) = similarity.Inside(index);
        return new SplitCheck
        {
            Name = split.Name,
            Rows = examples.Count,
            BadRows = split.Bad.Count,
            NonUtf8Rows = split.Bad.Count(e => e.InnerException is DecoderFallbackException),
            BadRowMessages = [.. split.Bad.Take(MostMessages).Select(e => e.Message)],
            EmptyIds = [.. examples.Where(e => string.IsNullOrWhiteSpace(e.Text)).Select(e => e.Id)],
            Unlabelled = examples.Count(e => target == "number" ? e.Number is null : e.Labels.Count == 0),
            Labels = new SortedDictionary<string, int>(examples.SelectMany(e => e.Labels).CountBy(l => l).ToDictionary(), StringComparer.Ordinal),
            Lengths = Lengths(examples),
            DuplicateRows = exact,
            NearDuplicateRows = near,
        };
    }

    private static LengthSummary? Lengths(IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0) return null;
        int[] sorted = [.. examples.Select(e => e.Text.Length).Order()];
        int Quantile(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1), MidpointRounding.AwayFromZero)];
        return new LengthSummary(sorted[0], Quantile(0.05), Quantile(0.25), Quantile(0.5), Quantile(0.75), Quantile(0.95), Quantile(0.99), sorted[^1], sorted.Average());
    }

    private static List<Contradiction> Contradictions(List<SplitRows> splits) =>
        [.. splits.SelectMany(s => s.Examples.Where(e => e.Labels.Count > 0).Select(e => (s.Name, Example: e, Label: string.Join('|', e.Labels.Order(StringComparer.Ordinal)))))
            .GroupBy(r => (r.Example.Text.Trim(), r.Example.Pair?.Trim()))
            .Where(g => g.Select(r => r.Label).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .Select(g => new Contradiction(g.First().Example.Text, [.. g.Select(r => $"{r.Name} {r.Example.Id}")], [.. g.Select(r => r.Label)]))];

    private static IReadOnlyList<string> Clean(SplitRows split, List<Overlap> overlaps)
    {
        var leaked = overlaps.Where(o => o.Split == split.Name).SelectMany(o => o.ExactIds).ToHashSet(StringComparer.Ordinal);
        return [.. split.Examples.Select(e => e.Id).Where(id => !leaked.Contains(id))];
    }
}
