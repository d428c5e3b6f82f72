namespace FineGrain.Core.Recipes;

/// <summary>The rules around pretrained vectors in a recipe.</summary>
internal static class VectorRules
{
    /// <summary>What a model section breaks.</summary>
    public static IEnumerable<(string Path, string Message)> Model(ModelRecipe model, string path)
    {
        if (model.Vectors.Length == 0)
        {
            if (model.VectorsFreeze) yield return ($"{path}.vectors_freeze", $"'{path}.vectors_freeze' keeps vectors still, but '{path}.vectors' names none. Name them, or remove it.");
            yield break;
        }
        if (model is PretrainedRecipe) yield return ($"{path}.vectors", $"'{path}.vectors' starts a token table, but a pretrained checkpoint brings its own. Remove one of them.");
        if (model is EnsembleRecipe) yield return ($"{path}.vectors", $"'{path}.vectors' does not reach the members of an ensemble. Write it in each member that should start from them.");
        if (model is MlpRecipe { Width: 0 }) yield return ($"{path}.vectors", $"'{path}.vectors' starts a token table, but 'width' is 0: this model has none. Set 'width' to that of the vectors.");
    }

    /// <summary>What a tokenizer section breaks.</summary>
    public static IEnumerable<(string Path, string Message)> Tokenizer(Recipe recipe)
    {
        if (!recipe.Tokenizer.ExtraFromVectors) yield break;
        if (recipe.Tokenizer.Kind is not ("word" or "character"))
            yield return ("tokenizer.extra_from_vectors", $"'tokenizer.extra_from_vectors' adds words or characters; 'tokenizer.kind: {recipe.Tokenizer.Kind}' has pieces. Remove it, or use kind word or character.");
        if (!Paths(recipe.Model).Any())
            yield return ("tokenizer.extra_from_vectors", "'tokenizer.extra_from_vectors' takes words from 'model.vectors', which names none. Name them, or remove it.");
    }

    private static IEnumerable<string> Paths(ModelRecipe model) => model is EnsembleRecipe ensemble ? ensemble.Members.SelectMany(Paths) : model.Vectors.Length > 0 ? [model.Vectors] : [];
}
