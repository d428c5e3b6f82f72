namespace FineGrain.Core.Recipes;

/// <summary>The rules that join several keys of a pretraining recipe; each failure names the key to change.</summary>
internal static class PretrainRules
{
    private static readonly string[] Kinds = ["word", "character"];

    /// <summary>Every rule that <paramref name="recipe"/> breaks: the path to point at and the message.</summary>
    public static IEnumerable<(string Path, string Message)> Check(PretrainRecipe recipe)
    {
        if (!RecipeRules.IsName(recipe.Name)) yield return ("name", RecipeRules.NameMessage(recipe.Name));
        if (!Kinds.Contains(recipe.Tokenizer.Kind))
            yield return ("tokenizer.kind", $"'tokenizer.kind' is {recipe.Tokenizer.Kind}; vectors are learned for {string.Join(" or ", Kinds)} tokens. Set it to one of them.");
        if (recipe.Tokenizer.ExtraFromVectors)
            yield return ("tokenizer.extra_from_vectors", "'tokenizer.extra_from_vectors' takes words from vectors, but a pretraining makes them. Remove it.");
        var vectors = recipe.Vectors;
        if (vectors.MaxNgram > 0 && vectors.MinNgram > vectors.MaxNgram)
            yield return ("vectors.min_ngram", $"'vectors.min_ngram' is {vectors.MinNgram}, more than 'max_ngram' {vectors.MaxNgram}.");
        foreach (var (sources, name) in new[] { (recipe.Sources, "sources"), (recipe.HeldOut, "held_out") })
            for (var i = 0; i < sources.Count; i++)
                if (sources[i].Delimiter is { Length: > 1 } delimiter)
                    yield return ($"{name}[{i}].delimiter", $"'{name}[{i}].delimiter' is '{delimiter}'; it must be one character.");
    }
}
