using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;

namespace FineGrain.Data.Tests.Recipes;

public sealed class YamlRecipeTests
{
    private const string Small = """
        name: tiny
        data:
          train:
            - path: a.csv
              label_map: {0: negative, 1: positive}
        model:
          family: transformer
          width: 12
          heads: 3
        """;

    [Fact]
    public void Keys_and_values_are_bound_with_their_lines()
    {
        var bound = YamlRecipe.Bind(Small, "small.yaml");
        Assert.Equal("negative", bound.Recipe.Data.Train[0].LabelMap["0"]);
        Assert.Equal(12, Assert.IsType<TransformerRecipe>(bound.Recipe.Model).Width);
        Assert.Equal("small.yaml:8", bound.OriginOf("model.width"));
    }

    [Fact]
    public void An_unknown_key_is_refused_with_line_and_column()
    {
        var error = Assert.Throws<InputException>(() => YamlRecipe.Bind(Small + "\ntraining:\n  optimizer:\n    lerning_rate: 0.1\n", "small.yaml"));
        Assert.StartsWith("small.yaml:12:5: unknown key 'lerning_rate' in 'training.optimizer'. Did you mean 'learning_rate'? Known: beta1,", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.heads=5", "'model.heads' is 5, which does not divide 'width' 12. Allowed here: 1, 2, 3, 4, 6, 12.")]
    [InlineData("data.split.dev=0", "there is no dev data")]
    [InlineData("target=number|labels=[a]", "'labels' has names, but 'target: number' predicts a number")]
    [InlineData("model.pooling=cls|tokenizer.special_tokens=false", "'model.pooling: cls' reads the [CLS] token")]
    [InlineData("evaluation.splits=[test]", "'evaluation.splits' asks for test")]
    [InlineData("training.loss.name=mean-squared-error", "does not fit 'target: label'. Allowed there: auto, cross-entropy, focal")]
    [InlineData("training.stopping.metric=mae", "metric 'mae' does not fit 'target: label'")]
    [InlineData("model={family: mlp, width: 0}", "'model' sees nothing")]
    [InlineData("model={family: ensemble, members: [{family: cnn}]}", "an ensemble needs at least two")]
    [InlineData("model={family: ensemble, members: [{family: cnn, windows: []}, {family: rnn}]}", "'model.members[0].windows' is empty")]
    [InlineData("training.loss.weighting=given", "needs 'training.loss.class_weights'")]
    [InlineData("tokenizer.kind=file", "needs 'tokenizer.file'")]
    [InlineData("training.seeds=[3, 3]", "has the same seed twice")]
    [InlineData("data.empty_texts=0.5", "'data.empty_texts' leaves out texts without spans, and 'target: label' marks none")]
    [InlineData("name=My Reviews", "use lower-case letters")]
    public void Rules_that_join_keys_are_checked(string sets, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => YamlRecipe.Bind(Small, "small.yaml", sets.Split('|'))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("name: a\nname: b\n", "r.yaml:2:1: the key 'name' stands here a second time; the first is on line 1.")]
    [InlineData("name: &x a\n", "r.yaml:1:7: '&x' is an anchor")]
    [InlineData("name: *x\n", "r.yaml:1:7: '*x' is an alias")]
    [InlineData("name: !!int 3\n", "is a tag")]
    [InlineData("name: [a\n", "this is not YAML")]
    [InlineData("name: a\n\tdata: b\n", "this is not YAML")]
    [InlineData("name: a\n---\nname: b\n", "a second document starts here")]
    [InlineData("", "the file is empty")]
    [InlineData("- a\n", "r.yaml:1:1: the recipe must be a section with keys of its own, not a list.")]
    public void What_is_no_recipe_is_refused_with_its_position(string yaml, string message)
    {
        var error = Assert.Throws<InputException>(() => YamlRecipe.Bind(yaml, "r.yaml"));
        Assert.StartsWith("r.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_are_yaml_values_and_name_their_origin()
    {
        var bound = YamlRecipe.Bind(Small, "small.yaml", ["training.seeds=[1, 2]", "data.train[0].path=\"b.csv\"", "labels=[\"1\", no]"]);
        Assert.Equal([1, 2], bound.Recipe.Training.Seeds);
        Assert.Equal("b.csv", bound.Recipe.Data.Train[0].Path);
        Assert.Equal(["1", "no"], bound.Recipe.Labels);
        Assert.Equal("--set", bound.OriginOf("training.seeds"));
    }

    [Fact]
    public void An_override_without_a_value_is_refused() =>
        Assert.Equal("--set: 'training.epochs' is not KEY=VALUE. Write e.g. --set training.epochs=3.",
            Assert.Throws<InputException>(() => YamlRecipe.Bind(Small, "small.yaml", ["training.epochs"])).Message);

    [Fact]
    public void A_missing_file_is_an_input_error() =>
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => YamlRecipe.Load("no-such-recipe.yaml")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("name=odd.name-2")]
    [InlineData("labels=['no', 'true', '1.5', 'a: b', '#x', 正面, 'a\"b', ' x ', '']")]
    [InlineData("training.optimizer.epsilon=1e-12")]
    [InlineData("model={family: ensemble, members: [{family: cnn, windows: [2]}, {family: mlp, ngrams: {words: 2}}]}")]
    [InlineData("training.groups=[{match: '*.bias', weight_decay: 0}, {match: 'embeddings.*'}]")]
    public void What_the_printer_writes_binds_to_the_same_recipe(string set)
    {
        var bound = YamlRecipe.Bind(Small, "small.yaml", [set]);
        var printed = RecipePrinter.Print(bound.Recipe);
        Assert.Equal(printed, RecipePrinter.Print(YamlRecipe.Bind(printed, "printed.yaml").Recipe));
        Assert.Equal(printed, RecipePrinter.Print(YamlRecipe.Bind(RecipePrinter.Print(bound), "printed.yaml").Recipe));
    }

    [Fact]
    public void The_printer_says_where_a_value_comes_from_and_what_it_means()
    {
        var lines = RecipePrinter.Print(YamlRecipe.Bind(Small, "small.yaml", ["training.epochs=3"])).Split('\n');
        Assert.Contains("name: tiny  # small.yaml:1 · Name of the run and of its data set in scores.json; lower-case words joined by '-'.", lines);
        Assert.Contains("  epochs: 3  # --set · Passes over the training data.", lines);
        Assert.Contains("  layers: 2  # default · Encoder layers.", lines);
        Assert.Contains("    - path: a.csv  # small.yaml:4 · File, plain or .gz, relative to data.root; for brat a folder.", lines);
    }
}
