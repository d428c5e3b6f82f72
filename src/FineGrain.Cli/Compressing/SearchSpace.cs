using FineGrain.Core.Recipes;
using FineGrain.Models;
using FineGrain.Models.Pruning;

namespace FineGrain.Cli.Compressing;

/// <summary>The plans that a search tries: the model, the model pruned, and students; each in floats and in bytes.</summary>
internal static class SearchSpace
{
    private static readonly double[] Shares = [0.5, 0.75];

    /// <summary>The networks, the ones that change least first; precision is added by the search.</summary>
    public static IReadOnlyList<CompressionPlan> Networks(ModelSource source, IReadOnlyList<string> teachers, IReadOnlyList<string> set)
    {
        List<CompressionPlan> plans = [new() { Name = "as-it-is" }];
        using (var model = ModelFactory.Load(source.Folder.FolderPath))
        {
            var groups = PruneGroups.Of(model);
            string[] within = [.. groups.Where(g => g.Kind != "layers" && g.Units.Count > 1).Select(g => g.Kind).Distinct()];
            var layers = groups.Any(g => g.Kind == "layers" && g.Units.Count > 1);
            foreach (var share in Shares)
                if (within.Length > 0) plans.Add(new() { Name = FormattableString.Invariant($"pruned-{share * 100:0}"), Prune = within.ToDictionary(k => k, _ => share) });
            if (layers)
            {
                plans.Add(new() { Name = "half-the-layers", Prune = new Dictionary<string, double> { ["layers"] = 0.5 } });
                plans.Add(new() { Name = "half-the-layers-pruned-50", Prune = within.Append("layers").ToDictionary(k => k, _ => 0.5) });
            }
        }
        plans.AddRange(Students.Named.Where(s => Fits(s.Value, source)).Select(s => new CompressionPlan { Name = $"student-{s.Key}", Student = s.Value }));
        return [.. plans.Select(p => p.Trains ? p with { Teachers = teachers, Set = set } : p)];
    }

    /// <summary>A student of the model's own kind and size would be the model again; spans need states of single tokens, and characters and features of them an rnn.</summary>
    private static bool Fits(ModelRecipe student, ModelSource source)
    {
        if (source.Recipe.Model == student) return false;
        if (source.Recipe.Target is not ("spans" or "triplets")) return true;
        var spans = source.Recipe.Spans;
        return student is RnnRecipe || (student is TransformerRecipe && spans.FeatureWidth == 0 && spans.Characters.Filters == 0);
    }
}
