using FineGrain.Core.Recipes;

namespace FineGrain.Core.Tests.Recipes;

public sealed class RecipeOverrideTests
{
    private static readonly RecipeMark Set = new("--set", 0, 0);

    private static BoundRecipe With(string path, string value) =>
        RecipeBinder.Bind(RecipeOverride.Apply(Tree.Smallest(), path, new RecipeScalar(value, false, Set)));

    [Fact]
    public void An_override_makes_the_sections_it_needs_and_is_named_as_the_origin()
    {
        var bound = With("training.optimizer.learning_rate", "0.5");
        Assert.Equal(0.5, bound.Recipe.Training.Optimizer.LearningRate);
        Assert.Equal("--set", bound.OriginOf("training.optimizer.learning_rate"));
        Assert.Equal("default", bound.OriginOf("training.optimizer.name"));
    }

    [Fact]
    public void A_list_position_is_replaced_and_the_next_free_one_appended()
    {
        Assert.Equal("b.csv", With("data.train[0].path", "b.csv").Recipe.Data.Train.Single().Path);
        Assert.Equal(["a.csv", "b.csv"], With("data.train[1].path", "b.csv").Recipe.Data.Train.Select(t => t.Path));
    }

    [Fact]
    public void A_position_beyond_the_list_is_refused() =>
        Assert.Equal("--set: 'data.train[3].path' asks for position 3, but the list has 1 elements; the next free position is 1.",
            Assert.Throws<InputException>(() => With("data.train[3].path", "b.csv")).Message);

    [Theory]
    [InlineData("training..epochs")]
    [InlineData("[0]")]
    [InlineData("data.train[x].path")]
    [InlineData("data.train[0")]
    public void A_malformed_path_is_refused(string path) =>
        Assert.Contains("is not a path of recipe keys", Assert.Throws<InputException>(() => With(path, "1")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_key_is_refused_with_the_nearest_one() =>
        Assert.StartsWith("--set: unknown key 'epoch' in 'training'. Did you mean 'epochs'?",
            Assert.Throws<InputException>(() => With("training.epoch", "1")).Message, StringComparison.Ordinal);
}
