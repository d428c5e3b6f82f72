namespace FineGrain.Cli.Tests;

public sealed class ShowVerbTests(TinyRun tiny)
{
    [Fact]
    public void An_unknown_key_is_refused_with_its_position_and_the_nearest_name()
    {
        var path = tiny.At("typo.yaml");
        File.WriteAllText(path, File.ReadAllText(tiny.Recipe).Replace("learning_rate", "lerning_rate", StringComparison.Ordinal));
        var session = Session.Run("show", path);
        Assert.Equal(1, session.Code);
        Assert.StartsWith($"{path}:12:15: unknown key 'lerning_rate' in 'training.optimizer'. Did you mean 'learning_rate'?", session.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_value_says_where_it_comes_from()
    {
        var lines = Session.Run("show", tiny.Recipe, "--set", "training.epochs=3", "model.dropout=0.2").Output.Split('\n');
        Assert.Equal($"name: tiny  # {tiny.Recipe}:1 · Name of the run and of its data set in scores.json; lower-case words joined by '-'.", lines[0]);
        Assert.Contains("  epochs: 3  # --set · Passes over the training data.", lines);
        Assert.Contains("  dropout: 0.2  # --set · Dropout rate on embeddings and block outputs.", lines);
        Assert.Contains($"  batch_size: 4  # {tiny.Recipe}:10 · Most rows in a batch.", lines);
        Assert.Contains("  accumulate: 1  # default · Batches whose gradients are added before one optimiser step.", lines);
    }

    [Fact]
    public void The_plain_form_is_a_recipe_again()
    {
        var plain = Session.Run("show", tiny.Recipe, "--plain").Output;
        File.WriteAllText(tiny.At("plain.yaml"), plain);
        Assert.Equal(plain, Session.Run("show", tiny.At("plain.yaml"), "--plain").Output);
    }

    [Theory]
    [InlineData("reviews.yaml")]
    [InlineData("founding-example.yaml")]
    public void The_recipes_of_the_project_are_accepted(string name)
    {
        var session = Session.Run("show", SourceTree.Recipe(name));
        Assert.True(session.Code == 0, session.Errors);
    }
}
