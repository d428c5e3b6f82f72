using FineGrain.Core.Recipes;

namespace FineGrain.Core.Tests.Recipes;

public sealed class RecipeBinderTests
{
    [Fact]
    public void The_smallest_recipe_binds_and_takes_every_default()
    {
        var bound = RecipeBinder.Bind(Tree.Smallest());
        Assert.Equal("a.csv", bound.Recipe.Data.Train.Single().Path);
        Assert.IsType<CnnRecipe>(bound.Recipe.Model);
        Assert.Equal(new TrainingRecipe().Epochs, bound.Recipe.Training.Epochs);
        Assert.Equal("default", bound.OriginOf("training.epochs"));
        Assert.Equal("r.yaml:1", bound.OriginOf("name"));
        Assert.Equal("r.yaml:1", bound.OriginOf("data.train[0].path"));
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var recipe = RecipeBinder.Bind(Tree.Smallest(
            ("labels", new object[] { "0", "1" }),
            ("training", Tree.Map(
                ("seeds", new object[] { 1, 2 }),
                ("optimizer", Tree.Map(("learning_rate", "1e-4"), ("beta1", 0.8))),
                ("loss", Tree.Map(("weighting", "given"), ("class_weights", Tree.Map(("0", 2), ("1", 0.5))))),
                ("groups", new object[] { Tree.Map(("match", "embeddings.*"), ("freeze", "true")) }))))).Recipe;
        Assert.Equal(["0", "1"], recipe.Labels);
        Assert.Equal([1, 2], recipe.Training.Seeds);
        Assert.Equal(1e-4, recipe.Training.Optimizer.LearningRate);
        Assert.Equal(0.8, recipe.Training.Optimizer.Beta1);
        Assert.Equal(2, recipe.Training.Loss.ClassWeights["0"]);
        Assert.True(recipe.Training.Groups.Single().Freeze);
    }

    [Fact]
    public void All_failures_are_reported_at_once_in_the_order_of_the_file()
    {
        var error = Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Smallest(
            ("trainning", Tree.Map()), ("task", "clasify"), ("labels", "positive"), ("tokenizer", Tree.Map(("max_length", "many"), ("lowercase", "yes"))))));
        var lines = error.Message.Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Contains("'tokenizer.max_length' must be a whole number, but 'many' is not.", error.Message, StringComparison.Ordinal);
        Assert.Contains("'tokenizer.lowercase' must be true or false, but 'yes' is not.", error.Message, StringComparison.Ordinal);
        Assert.Contains("unknown key 'trainning' in the recipe. Did you mean 'training'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("'task' cannot be 'clasify'. Did you mean 'classify'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("'labels' must be a list, each element text, not the single value 'positive'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "'training.epochs' is 0; allowed: 1 to 10000.")]
    [InlineData("1.5", "'training.epochs' must be a whole number, but '1.5' is not.")]
    [InlineData("", "'training.epochs' has no value.")]
    public void A_number_outside_its_range_or_of_another_kind_is_refused(string written, string message)
    {
        var error = Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Smallest(("training", Tree.Map(("epochs", written))))));
        Assert.StartsWith($"r.yaml:1:5: {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_family_says_where_it_belongs()
    {
        var error = Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Map(
            ("name", "x"), ("data", Tree.Map(("train", new object[] { Tree.Map(("path", "a")) }))), ("model", Tree.Map(("family", "mlp"), ("heads", 2))))));
        Assert.StartsWith("r.yaml:2:1: unknown key 'heads' in 'model' (family mlp). It belongs to transformer.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_keys_say_what_they_are_for()
    {
        var error = Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Map(("name", "x"), ("data", Tree.Map()), ("model", Tree.Map(("family", "pretrained"))))));
        Assert.Contains("'data.train' is missing. Training files.", error.Message, StringComparison.Ordinal);
        Assert.Contains("'model.checkpoint' is missing. Folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_of_an_ensemble_nest()
    {
        var members = new object[] { Tree.Map(("family", "cnn"), ("filters", 7)), Tree.Map(("family", "rnn"), ("cell", "gru")) };
        var model = Assert.IsType<EnsembleRecipe>(RecipeBinder.Bind(Tree.Map(
            ("name", "x"), ("data", Tree.Map(("train", new object[] { Tree.Map(("path", "a")) }))), ("model", Tree.Map(("family", "ensemble"), ("members", members))))).Recipe.Model);
        Assert.Equal(7, Assert.IsType<CnnRecipe>(model.Members[0]).Filters);
        Assert.Equal("gru", Assert.IsType<RnnRecipe>(model.Members[1]).Cell);
    }

    [Theory]
    [InlineData(2, 2, true)]
    [InlineData(2, 3, false)]
    [InlineData(2, 0, true)]
    public void Members_of_an_ensemble_that_look_at_ngrams_look_at_the_same(int first, int last, bool allowed)
    {
        object Mlp(int words) => Tree.Map(("family", "mlp"), ("ngrams", Tree.Map(("words", words))));
        BoundRecipe Bind() => RecipeBinder.Bind(Tree.Map(("name", "x"), ("data", Tree.Map(("train", new object[] { Tree.Map(("path", "a")) }), ("split", Tree.Map(("dev", 0.1))))),
            ("model", Tree.Map(("family", "ensemble"), ("members", new[] { Mlp(first), Tree.Map(("family", "cnn")), Mlp(last) })))));
        if (allowed)
        {
            Bind();
            return;
        }
        var error = Assert.Throws<InputException>(() => Bind());
        Assert.Contains("'model.members[2].ngrams' differs from 'model.members[0].ngrams' (words 3, characters 0, buckets 262144, naive_bayes 0 and words 2, characters 0,", error.Message, StringComparison.Ordinal);
        Assert.Contains("Write the same in both", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_weights_and_patience_exclude_each_other()
    {
        var error = Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Map(("name", "x"), ("data", Tree.Map(("train", new object[] { Tree.Map(("path", "a")) }), ("split", Tree.Map(("dev", 0.1))))),
            ("model", Tree.Map(("family", "cnn"))), ("training", Tree.Map(("stopping", Tree.Map(("keep", "last"), ("patience", 2))))))));
        Assert.Contains("'training.stopping.keep: last' takes the weights at the end, and 'patience' ends where dev has not improved.", error.Message, StringComparison.Ordinal);
    }
}
