namespace FineGrain.Core.Recipes;

/// <summary>The rules that join several keys of a recipe; each failure names the key to change.</summary>
internal static class RecipeRules
{
    /// <summary>Every rule that <paramref name="bound"/> breaks: the path to point at and the message.</summary>
    public static IEnumerable<(string Path, string Message)> Check(BoundRecipe bound)
    {
        var recipe = bound.Recipe;
        return [.. Names(recipe), .. Data(recipe.Data, recipe.Evaluation), .. Target(recipe), .. Tokenizer(bound), .. Model(recipe.Model, recipe, "model"), .. Training(recipe.Training), .. Distillation(recipe), .. AspectRules.Check(bound)];
    }

    /// <summary>Whether a text can name folders and scores.</summary>
    internal static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    internal static string NameMessage(string name) => $"'name' is '{name}'; it names folders and scores: use lower-case letters, digits, '-' and '.'.";

    private static IEnumerable<(string, string)> Names(Recipe recipe)
    {
        if (!IsName(recipe.Name)) yield return ("name", NameMessage(recipe.Name));
        foreach (var twice in recipe.Labels.GroupBy(l => l, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return ("labels", $"'labels' has '{twice.Key}' twice.");
    }

    private static IEnumerable<(string, string)> Data(DataRecipe data, EvaluationRecipe evaluation)
    {
        if (data.Dev.Count == 0 && data.Split.Dev == 0)
            yield return ("data.dev", "there is no dev data: 'data.dev' has no file and 'data.split.dev' is 0. Name a file or a share such as 0.1; the best weights are chosen on it.");
        if (evaluation.Splits.Contains("test") && data.Test.Count == 0 && data.Split.Test == 0)
            yield return ("evaluation.splits", "'evaluation.splits' asks for test, but 'data.test' has no file and 'data.split.test' is 0.");
        if ((data.Dev.Count == 0 ? data.Split.Dev : 0) + (data.Test.Count == 0 ? data.Split.Test : 0) >= 1)
            yield return ("data.split", "'data.split.dev' and 'data.split.test' leave nothing to train on; their sum must stay below 1.");
        foreach (var (sources, name) in new[] { (data.Train, "train"), (data.Dev, "dev"), (data.Test, "test") })
            for (var i = 0; i < sources.Count; i++)
            {
                if (sources[i].Delimiter is { Length: > 1 } delimiter)
                    yield return ($"data.{name}[{i}].delimiter", $"'data.{name}[{i}].delimiter' is '{delimiter}'; it must be one character.");
                if (sources[i].Format == "text" && !sources[i].Label.StartsWith('='))
                    yield return ($"data.{name}[{i}]", $"'data.{name}[{i}]' has format text: every line gets the same label, so write it as 'label: =NAME'.");
            }
    }

    private static IEnumerable<(string, string)> Target(Recipe recipe)
    {
        var (target, loss, metric) = (recipe.Target, recipe.Training.Loss, recipe.Training.Stopping.Metric);
        string[] losses = target switch
        {
            "number" => ["auto", "mean-squared-error"],
            "labels" => ["auto", "binary-cross-entropy"],
            "categories" => ["auto"],
            "spans" when recipe.Spans.Head == "crf" => ["auto"],
            _ => ["auto", "cross-entropy", "focal"],
        };
        if (!losses.Contains(loss.Name))
            yield return ("training.loss.name", $"loss '{loss.Name}' does not fit 'target: {target}'{(target == "spans" ? $" with 'spans.head: {recipe.Spans.Head}'" : "")}. Allowed there: {string.Join(", ", losses)}.");
        string[] metrics = target switch
        {
            "number" => ["auto", "loss", "mae", "spearman"],
            "labels" => ["auto", "loss", "accuracy", "macro-f1", "micro-f1"],
            "spans" => ["auto", "loss", "span-f1", "span-macro-f1"],
            "triplets" => ["auto", "loss", "triplet-f1"],
            "categories" => ["auto", "loss", "accuracy", "macro-f1"],
            _ => ["auto", "loss", "accuracy", "macro-f1", "micro-f1", "matthews"],
        };
        if (!metrics.Contains(metric))
            yield return ("training.stopping.metric", $"metric '{metric}' does not fit 'target: {target}'. Allowed there: {string.Join(", ", metrics)}.");
        if (recipe.Task != "aspects" && (target is "triplets" or "categories" || (recipe.Task == "spans") != (target == "spans")))
            yield return ("target", $"'task: {recipe.Task}' cannot have 'target: {target}'. Allowed there: {(recipe.Task == "spans" ? "spans" : "label, labels, number")}.");
        if (target == "spans")
        {
            if (recipe.Data.Augment is { Delete: > 0 } or { Swap: > 0 } or { Replace: > 0 } or { Characters: > 0 } or { Mixup: > 0 })
                yield return ("data.augment", "'data.augment' changes texts, and the spans would not follow. Leave it out for 'task: spans'; 'token_dropout' of the model blurs words instead.");
            if (recipe.Model is MlpRecipe or CnnRecipe || (recipe.Model as EnsembleRecipe)?.Members.Any(m => m is MlpRecipe or CnnRecipe) == true)
                yield return ("model.family", "'task: spans' needs states of single tokens, which mlp and cnn do not have. Allowed there: rnn, transformer, pretrained, and ensembles of them.");
        }
        if (target == "spans")
        {
            var spans = recipe.Spans;
            var asked = spans.FeatureWidth > 0 ? "feature_width" : spans.Characters.Filters > 0 ? "characters.filters" : null;
            if (asked is not null && (recipe.Model is not RnnRecipe && (recipe.Model as EnsembleRecipe)?.Members.All(m => m is RnnRecipe) != true))
                yield return ($"spans.{asked}", $"'spans.{asked}' is read by family rnn alone, but the model is {recipe.Model.Family}. Set it to 0, or use 'family: rnn'.");
            if (spans.FeatureWidth > 0 && spans.Features.Templates.Count == 0)
                yield return ("spans.feature_width", "'spans.feature_width' embeds features, but 'spans.features.templates' is empty. Name a preset such as english or chinese.");
        }
        if (recipe.Data.EmptyTexts < 1 && target is not ("spans" or "triplets"))
            yield return ("data.empty_texts", $"'data.empty_texts' leaves out texts without spans, and 'target: {target}' marks none. Set it to 1, or use 'data.sampling'.");
        if (target == "number")
        {
            if (recipe.Labels.Count > 0) yield return ("labels", "'labels' has names, but 'target: number' predicts a number. Remove one of them.");
            if (recipe.Data.Sampling != "none") yield return ("data.sampling", "'data.sampling' balances labels; a number has none. Set it to none.");
            if (loss.Weighting != "none") yield return ("training.loss.weighting", "'training.loss.weighting' weighs labels; a number has none. Set it to none.");
            if (loss.Smoothing > 0) yield return ("training.loss.smoothing", "'training.loss.smoothing' softens labels; a number has none. Set it to 0.");
        }
        if (loss.Weighting == "given" && loss.ClassWeights.Count == 0)
            yield return ("training.loss.weighting", "'training.loss.weighting: given' needs 'training.loss.class_weights', a weight for each label.");
        if (loss.Weighting != "given" && loss.ClassWeights.Count > 0)
            yield return ("training.loss.class_weights", "'training.loss.class_weights' is only read with 'weighting: given'.");
        if (recipe.Labels.Count > 0)
            foreach (var name in loss.ClassWeights.Keys.Where(k => !recipe.Labels.Contains(k)))
                yield return ("training.loss.class_weights", $"'training.loss.class_weights' has '{name}', which is no label. {Nearest.Hint(name, [.. recipe.Labels])}");
    }

    private static IEnumerable<(string, string)> Tokenizer(BoundRecipe bound)
    {
        var tokenizer = bound.Recipe.Tokenizer;
        if (tokenizer.Kind == "file" && tokenizer.File.Length == 0)
            yield return ("tokenizer.kind", "'tokenizer.kind: file' needs 'tokenizer.file', a tokenizer.json or vocab.txt.");
        if (tokenizer.Kind != "file" && tokenizer.File.Length > 0)
            yield return ("tokenizer.file", $"'tokenizer.file' is only read with 'kind: file', but the kind is {tokenizer.Kind}.");
        var pretrained = bound.Recipe.Model.Networks.Any(m => m is PretrainedRecipe);
        foreach (var failure in VectorRules.Tokenizer(bound.Recipe)) yield return failure;
        if (pretrained && bound.IsGiven("tokenizer.kind") && tokenizer.Kind != "file")
            yield return ("tokenizer.kind", "a pretrained model brings its own tokenizer. Remove 'tokenizer.kind', or give 'kind: file'.");
    }

    private static IEnumerable<(string, string)> Model(ModelRecipe model, Recipe recipe, string path)
    {
        foreach (var failure in VectorRules.Model(model, path)) yield return failure;
        if (model is TransformerRecipe transformer)
        {
            foreach (var failure in Transformer(transformer, path)) yield return failure;
            if (transformer.Pooling == "cls" && !recipe.Tokenizer.SpecialTokens)
                yield return ($"{path}.pooling", $"'{path}.pooling: cls' reads the [CLS] token, but 'tokenizer.special_tokens' is false.");
        }
        if (model is PretrainedRecipe { Pooling: "cls" } && !recipe.Tokenizer.SpecialTokens)
            yield return ($"{path}.pooling", $"'{path}.pooling: cls' reads the [CLS] token, but 'tokenizer.special_tokens' is false.");
        if (model is MlpRecipe mlp)
        {
            var ngrams = mlp.Ngrams;
            if (mlp.Width == 0 && ngrams is { Words: 0, Characters: 0 })
                yield return (path, $"'{path}' sees nothing: 'width' is 0 and 'ngrams' has neither words nor characters.");
            if (ngrams.Characters > 0 && ngrams.MinCharacters > ngrams.Characters)
                yield return ($"{path}.ngrams.min_characters", $"'{path}.ngrams.min_characters' is {ngrams.MinCharacters}, more than 'characters' {ngrams.Characters}.");
            if (ngrams.NaiveBayes > 0 && ngrams is { Words: 0, Characters: 0 })
                yield return ($"{path}.ngrams.naive_bayes", $"'{path}.ngrams.naive_bayes' needs n-grams: set 'words' or 'characters'.");
            if (ngrams.NaiveBayes > 0 && recipe.Target == "number")
                yield return ($"{path}.ngrams.naive_bayes", $"'{path}.ngrams.naive_bayes' counts labels; 'target: number' has none.");
            for (var i = 0; i < mlp.Hidden.Count; i++)
                if (mlp.Hidden[i] is < 1 or > 65_536) yield return ($"{path}.hidden[{i}]", $"'{path}.hidden[{i}]' is {mlp.Hidden[i]}; allowed: 1 to 65536.");
        }
        if (model is CnnRecipe cnn)
        {
            if (cnn.Windows.Count == 0) yield return ($"{path}.windows", $"'{path}.windows' is empty; name at least one window size.");
            for (var i = 0; i < cnn.Windows.Count; i++)
                if (cnn.Windows[i] is < 1 or > 64) yield return ($"{path}.windows[{i}]", $"'{path}.windows[{i}]' is {cnn.Windows[i]}; allowed: 1 to 64.");
        }
        if (model is EnsembleRecipe ensemble)
        {
            if (ensemble.Members.Count < 2) yield return ($"{path}.members", $"'{path}.members' has {ensemble.Members.Count}; an ensemble needs at least two.");
            for (var i = 0; i < ensemble.Members.Count; i++)
            {
                if (ensemble.Members[i] is EnsembleRecipe) yield return ($"{path}.members[{i}]", "an ensemble cannot hold another ensemble; list all members in one.");
                else foreach (var failure in Model(ensemble.Members[i], recipe, $"{path}.members[{i}]")) yield return failure;
            }
            foreach (var failure in SharedNgrams(ensemble, path)) yield return failure;
        }
    }

    /// <summary>What a transformer's own numbers break.</summary>
    internal static IEnumerable<(string, string)> Transformer(TransformerRecipe model, string path)
    {
        if (model.Width % model.Heads != 0)
            yield return ($"{path}.heads", $"'{path}.heads' is {model.Heads}, which does not divide 'width' {model.Width}. Allowed here: {string.Join(", ", Enumerable.Range(1, Math.Min(128, model.Width)).Where(h => model.Width % h == 0))}.");
        else if (model.Positions == "rotary" && model.Width / model.Heads % 2 != 0)
            yield return ($"{path}.positions", $"rotary positions turn pairs of values, but 'width' / 'heads' is {model.Width / model.Heads}, which is odd.");
    }

    /// <summary>A batch carries the n-grams of one setting, so members that look at n-grams must mean the same ones.</summary>
    private static IEnumerable<(string, string)> SharedNgrams(EnsembleRecipe ensemble, string path)
    {
        var users = ensemble.Members.Index().Where(m => m.Item is MlpRecipe { Ngrams: { Words: > 0 } or { Characters: > 0 } }).Select(m => (m.Index, ((MlpRecipe)m.Item).Ngrams)).ToList();
        foreach (var (i, ngrams) in users.Skip(1).Where(u => u.Ngrams != users[0].Ngrams))
            yield return ($"{path}.members[{i}].ngrams",
                $"'{path}.members[{i}].ngrams' differs from '{path}.members[{users[0].Index}].ngrams' ({Words(ngrams)} and {Words(users[0].Ngrams)}), but members share the n-grams of a batch. Write the same in both, or leave one member without.");

        static string Words(NgramRecipe n) =>
            FormattableString.Invariant($"words {n.Words}, characters {(n.Characters == 0 ? "0" : $"{n.MinCharacters} to {n.Characters}")}, buckets {n.Buckets}, naive_bayes {n.NaiveBayes}");
    }

    private static IEnumerable<(string, string)> Distillation(Recipe whole)
    {
        var (recipe, model) = (whole.Distillation, whole.Model);
        if (recipe.Teachers.Count == 0)
        {
            foreach (var (key, asked) in new[] { ("hidden", recipe.Hidden > 0), ("attention", recipe.Attention > 0), ("unlabelled", recipe.Unlabelled.Count > 0), ("copies", recipe.Copies > 0) })
                if (asked) yield return ($"distillation.{key}", $"'distillation.{key}' is only read with 'distillation.teachers', the model folders to learn from.");
            yield break;
        }
        var (copies, augment) = (recipe.Copies, recipe.Augment);
        if (copies > 0 && (augment.Rows == 0 || augment is { Delete: 0, Swap: 0, Replace: 0, Characters: 0 }))
            yield return ("distillation.augment", "'distillation.copies' asks for changed copies, but 'distillation.augment' changes nothing: give it a rate such as 'delete: 0.1'.");
        if (augment.Mixup > 0) yield return ("distillation.augment.mixup", "'distillation.augment.mixup' mixes rows of a batch, not texts; set 'data.augment.mixup' instead.");
        foreach (var key in new[] { ("hidden", recipe.Hidden), ("attention", recipe.Attention) }.Where(k => k.Item2 > 0).Select(k => k.Item1))
        {
            if (recipe.Teachers.Count > 1) yield return ($"distillation.{key}", $"'distillation.{key}' looks into one teacher, but there are {recipe.Teachers.Count}. Name one, or set it to 0.");
            if (model is EnsembleRecipe) yield return ($"distillation.{key}", $"'distillation.{key}' looks into one student network, but 'model.family' is ensemble. Set it to 0.");
        }
        if (recipe.Attention > 0 && model is not (TransformerRecipe or PretrainedRecipe or EnsembleRecipe))
            yield return ("distillation.attention", $"'distillation.attention' compares attention maps; a {model.Family} has none. Set it to 0, or use 'hidden'.");
    }

    private static IEnumerable<(string, string)> Training(TrainingRecipe training)
    {
        if (training.Seeds.Count == 0) yield return ("training.seeds", "'training.seeds' is empty; name at least one seed.");
        if (training.Seeds.Distinct().Count() < training.Seeds.Count) yield return ("training.seeds", "'training.seeds' has the same seed twice.");
        if (training.Schedule.Warmup >= 1 && training.Schedule.Warmup % 1 != 0)
            yield return ("training.schedule.warmup", "'training.schedule.warmup' from 1 upwards counts steps and must be a whole number.");
        if (training.Stopping is { Keep: "last", Patience: > 0 })
            yield return ("training.stopping.keep", "'training.stopping.keep: last' takes the weights at the end, and 'patience' ends where dev has not improved. Set one of them: 'keep: best', or 'patience: 0'.");
    }
}
