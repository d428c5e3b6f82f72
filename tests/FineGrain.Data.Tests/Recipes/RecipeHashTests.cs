using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;

namespace FineGrain.Data.Tests.Recipes;

public sealed class RecipeHashTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RecipeHashTests()
    {
        folder.Write("a.txt", "One fish.\n");
        folder.Write("t.txt", "Two fish.\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void That_of_a_pretraining_changes_with_every_file_and_key_but_not_with_the_name()
    {
        PretrainRecipe recipe = new VectorPretrainRecipe { Name = "a", Sources = [new() { Path = "a.txt", Format = "text" }], HeldOut = [new() { Path = "t.txt", Format = "text" }] };
        var hash = RecipeHash.Of(recipe, folder.Path);
        Assert.Equal(hash, RecipeHash.Of(recipe with { Name = "b" }, folder.Path));
        Assert.NotEqual(hash, RecipeHash.Of(recipe with { Seed = 2 }, folder.Path));
        folder.Write("t.txt", "Three fish.\n");
        Assert.NotEqual(hash, RecipeHash.Of(recipe, folder.Path));
        Assert.StartsWith("gone.txt: cannot be read", Assert.Throws<InputException>(() => RecipeHash.Of(recipe with { Sources = [new() { Path = "gone.txt" }] }, folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_of_a_training_changes_with_what_decides_the_model_and_not_with_what_is_reported()
    {
        folder.Write("words.txt", "fish\n");
        var recipe = new Recipe { Name = "a", Data = new() { Train = [new() { Path = "a.txt" }], Test = [new() { Path = "t.txt" }] }, Spans = new() { Features = new() { Lexicon = "words.txt" } } };
        var hash = Hash(recipe);
        Assert.Equal(hash, Hash(recipe with { Name = "b", Evaluation = new() { Splits = ["dev"] } }));
        Assert.Equal(hash, Hash(recipe with { Data = recipe.Data with { Root = folder.Path } }));
        Assert.NotEqual(hash, Hash(recipe with { Training = new() { Epochs = 77 } }));
        Assert.NotEqual(hash, RecipeHash.Of(recipe, folder.Path, "another parent"));
        folder.Write("words.txt", "fish\nbird\n");
        Assert.NotEqual(hash, hash = Hash(recipe));
        folder.Write("a.txt", "No fish.\n");
        Assert.NotEqual(hash, Hash(recipe));
    }

    private string Hash(Recipe recipe) => RecipeHash.Of(recipe, folder.Path);
}
