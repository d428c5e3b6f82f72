namespace FineGrain.Core.Recipes;

/// <summary>The rules that join several keys of a pretraining recipe; each failure names the key to change.</summary>
internal static class PretrainRules
{
    private static readonly string[] Kinds = ["word", "character"];

    /// <summary>Every rule that <paramref name="recipe"/> breaks: the path to point at and the message.</summary>
    public static IEnumerable<(string Path, string Message)> Check(PretrainRecipe recipe)
    {
        if (!RecipeRules.IsName(recipe.Name)) yield return ("name", RecipeRules.NameMessage(recipe.Name));
        if (recipe is VectorPretrainRecipe && !Kinds.Contains(recipe.Tokenizer.Kind))
            yield return ("tokenizer.kind", $"'tokenizer.kind' is {recipe.Tokenizer.Kind}; vectors are learned for {string.Join(" or ", Kinds)} tokens. Set it to one of them.");
        if (recipe.Tokenizer.ExtraFromVectors)
            yield return ("tokenizer.extra_from_vectors", "'tokenizer.extra_from_vectors' takes words from vectors, but a pretraining makes them. Remove it.");
        if (recipe is VectorPretrainRecipe { Vectors: { MaxNgram: > 0 } vectors } && vectors.MinNgram > vectors.MaxNgram)
            yield return ("vectors.min_ngram", $"'vectors.min_ngram' is {vectors.MinNgram}, more than 'max_ngram' {vectors.MaxNgram}.");
        if (recipe is EncoderPretrainRecipe encoder)
            foreach (var failure in Encoder(encoder)) yield return failure;
        foreach (var (sources, name) in new[] { (recipe.Sources, "sources"), (recipe.HeldOut, "held_out") })
            for (var i = 0; i < sources.Count; i++)
                if (sources[i].Delimiter is { Length: > 1 } delimiter)
                    yield return ($"{name}[{i}].delimiter", $"'{name}[{i}].delimiter' is '{delimiter}'; it must be one character.");
    }

    private static IEnumerable<(string Path, string Message)> Encoder(EncoderPretrainRecipe recipe)
    {
        if (recipe.Model is not (RnnRecipe or TransformerRecipe))
            yield return ("model.family", $"'model.family' is {recipe.Model.Family}; only encoders with a state for each token can predict them. Set it to rnn or transformer.");
        if (recipe.Tokenizer.Kind == "file")
            yield return ("tokenizer.kind", "'tokenizer.kind' is file, but a pretraining trains its tokenizer. Set it to word, character, wordpiece, bpe or unigram.");
        if (recipe.Training.Refit)
            yield return ("training.refit", "'training.refit' learns from the labels of dev, and a pretraining has none. Remove it.");
        foreach (var failure in VectorRules.Model(recipe.Model, "model")) yield return failure;
        if (recipe.Model is TransformerRecipe transformer)
            foreach (var failure in RecipeRules.Transformer(transformer, "model")) yield return failure;
    }
}
