namespace FineGrain.Core.Recipes;

/// <summary>The rules that join the aspects section with the rest of a recipe.</summary>
internal static class AspectRules
{
    /// <summary>Every rule that <paramref name="bound"/> breaks.</summary>
    public static IEnumerable<(string Path, string Message)> Check(BoundRecipe bound)
    {
        var recipe = bound.Recipe;
        if (recipe.Task != "aspects")
        {
            if (recipe.Aspects != new AspectRecipe()) yield return ("aspects", $"'aspects' is only read with 'task: aspects', but the task is {recipe.Task}.");
            foreach (var (path, model) in Networks(recipe.Model))
                if (Looking(model) is { } key) yield return ($"{path}.{key}", $"'{path}' looks at the asked aspect, but 'task: {recipe.Task}' asks about none. Set 'task: aspects', or leave it out.");
            yield break;
        }
        if (recipe.Target is not ("label" or "triplets" or "categories"))
            yield return ("target", $"'task: aspects' predicts the polarity of an asked aspect ('target: label'), triplets or categories, not '{recipe.Target}'.");
        if (recipe.Target == "categories")
        {
            if (recipe.Aspects != new AspectRecipe()) yield return ("aspects", "'aspects' says how an asked aspect enters; 'target: categories' answers them all. Remove it.");
            if (recipe.Training.Loss.Weighting != "none" || recipe.Training.Loss.Smoothing > 0)
                yield return ("training.loss", "'training.loss' of 'target: categories' has neither weights nor smoothing. Leave it out.");
            foreach (var (path, model) in Networks(recipe.Model))
                if (Looking(model) is { } key) yield return ($"{path}.{key}", $"'{path}' looks at the asked aspect, but 'target: categories' asks about none. Leave it out.");
            yield break;
        }
        if (recipe.Distillation.Copies > 0)
            yield return ("distillation.copies", "'distillation.copies' changes texts, and the offsets of what is asked or marked in them would no longer hold. Set it to 0.");
        if (recipe.Distillation.Unlabelled.Count > 0)
            yield return ("distillation.unlabelled", $"'distillation.unlabelled' texts {(recipe.Target == "label" ? "name no aspect that a teacher could judge" : "would need triplets, and teachers mark spans alone")}. Leave it out.");
        if (recipe.Target == "triplets")
            foreach (var failure in Triplets(bound)) yield return failure;
        var changes = recipe.Data.Augment;
        if (changes.Delete + changes.Swap + changes.Replace + changes.Characters > 0)
            yield return ("data.augment", "'data.augment' changes texts, and the offsets of their aspects would no longer hold. Use 'token_dropout' of the model, or mixup.");
        var pair = recipe.Aspects.Encoding == "pair";
        foreach (var (path, model) in Networks(recipe.Model))
        {
            if (pair && Reach(model) > 0) yield return ($"{path}.reach", $"'{path}.reach' measures the distance to the aspect in the text, which 'aspects.encoding: pair' does not show. Take marked, masked or located.");
            if (model is PretrainedRecipe && recipe.Aspects.Encoding is ("marked" or "masked"))
                yield return ("aspects.encoding", $"'aspects.encoding: {recipe.Aspects.Encoding}' needs tokens that a pretrained checkpoint has no vectors for. Take pair or located.");
        }
    }

    private static IEnumerable<(string, string)> Triplets(BoundRecipe bound)
    {
        var recipe = bound.Recipe;
        if (recipe.Aspects != new AspectRecipe()) yield return ("aspects", "'aspects' says how an asked aspect enters; 'target: triplets' asks about none and finds them all. Remove it.");
        if (recipe.Training.Loss.Weighting != "none") yield return ("training.loss.weighting", "'training.loss.weighting' weighs labels; of triplets only 'none' is known.");
        if (recipe.Data.Augment.Mixup > 0) yield return ("data.augment.mixup", "'data.augment.mixup' mixes vectors of whole texts, which 'target: triplets' has none of. Set it to 0.");
        foreach (var (path, model) in Networks(recipe.Model))
        {
            if (model is MlpRecipe or CnnRecipe) yield return ($"{path}.family", $"'target: triplets' needs states of single tokens, which {model.Family} does not have. Allowed there: rnn, transformer, pretrained.");
            if (Looking(model) is { } key) yield return ($"{path}.{key}", $"'{path}' looks at the asked aspect, but 'target: triplets' asks about none. Leave it out.");
        }
    }

    private static IEnumerable<(string Path, ModelRecipe Model)> Networks(ModelRecipe model) => model is EnsembleRecipe ensemble
        ? ensemble.Members.Select((member, i) => ($"model.members[{i}]", member))
        : [("model", model)];

    /// <summary>The key by which a network looks at the asked aspect; null where it does not.</summary>
    private static string? Looking(ModelRecipe model) => Reach(model) > 0 ? "reach" : Pooling(model) == "target" ? "pooling" : null;

    private static double Reach(ModelRecipe model) => model switch { CnnRecipe cnn => cnn.Reach, RnnRecipe rnn => rnn.Reach, _ => 0 };

    private static string Pooling(ModelRecipe model) => model switch { RnnRecipe rnn => rnn.Pooling, TransformerRecipe transformer => transformer.Pooling, _ => "" };
}
