namespace FineGrain.Core.Recipes;

/// <summary>What sampling and class weights of a recipe make of the shares of the labels, as a factor of each row: what statistics of the training texts are counted with.</summary>
public static class LabelBalance
{
    /// <summary>
    /// (least / n)^strength for a row whose label has n rows and the rarest label least: the rarest label's rows count as one each, the others as less. All 1 where the recipe
    /// leaves the shares as they are or gives weights of its own. A row of several labels counts for its rarest, one of none as 1.
    /// </summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="recipe">The recipe.</param>
    public static double[] Of(IReadOnlyList<Example> examples, Recipe recipe)
    {
        var strength = recipe.Data.Sampling != "none" ? recipe.Data.SamplingStrength : recipe.Training.Loss.Weighting switch { "balanced" => 1, "sqrt" => 0.5, _ => 0 };
        var counts = examples.SelectMany(e => e.Labels).CountBy(l => l, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        double least = counts.Values.DefaultIfEmpty(1).Min();
        return [.. examples.Select(e => e.Labels.Count == 0 ? 1 : Math.Pow(least / e.Labels.Min(l => counts[l]), strength))];
    }
}
