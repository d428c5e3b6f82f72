namespace FineGrain.Core.Recipes;

/// <summary>The rules around pretrained vectors and encoders in a recipe.</summary>
internal static class VectorRules
{
    /// <summary>What a model section breaks.</summary>
    public static IEnumerable<(string Path, string Message)> Model(ModelRecipe model, string path)
    {
        if (model.StartsFrom.Length == 0)
        {
            if (model.VectorsFreeze) yield return ($"{path}.vectors_freeze", $"'{path}.vectors_freeze' keeps vectors still, but '{path}.vectors' names none. Name them, or remove it.");
            yield break;
        }
        var key = model.Encoder.Length > 0 ? "encoder" : "vectors";
        if (key == "encoder" && model.Vectors.Length > 0)
            yield return ($"{path}.vectors", $"'{path}.vectors' starts the token table, but '{path}.encoder' brings its own. Remove one of them.");
        if (model is PretrainedRecipe) yield return ($"{path}.{key}", $"'{path}.{key}' starts a token table, but a pretrained checkpoint brings its own. Remove one of them.");
        else if (model is EnsembleRecipe) yield return ($"{path}.{key}", $"'{path}.{key}' does not reach the members of an ensemble. Write it in each member that should start from it.");
        else if (key == "encoder" && model is not (RnnRecipe or TransformerRecipe))
            yield return ($"{path}.encoder", $"'{path}.encoder' starts layers that give each token a state; family {model.Family} has none. Name the same folder as '{path}.vectors' to start its token table.");
        else if (model is MlpRecipe { Width: 0 }) yield return ($"{path}.vectors", $"'{path}.vectors' starts a token table, but 'width' is 0: this model has none. Set 'width' to that of the vectors.");
    }

    /// <summary>What a tokenizer section breaks.</summary>
    public static IEnumerable<(string Path, string Message)> Tokenizer(Recipe recipe)
    {
        if (!recipe.Tokenizer.ExtraFromVectors) yield break;
        if (recipe.Tokenizer.Kind is not ("word" or "character"))
            yield return ("tokenizer.extra_from_vectors", $"'tokenizer.extra_from_vectors' adds words or characters; 'tokenizer.kind: {recipe.Tokenizer.Kind}' has pieces. Remove it, or use kind word or character.");
        if (recipe.Model.Networks.All(m => m.StartsFrom.Length == 0))
            yield return ("tokenizer.extra_from_vectors", "'tokenizer.extra_from_vectors' takes words from 'model.vectors', which names none. Name them, or remove it.");
    }
}
