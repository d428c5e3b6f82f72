using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;

namespace FineGrain.Cli.Tests;

public sealed class FoundingExampleTests(TinyRun tiny)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Both_sentences_are_learnt_with_a_wide_margin(int seed)
    {
        var target = tiny.At($"founding-{seed}");
        var session = Session.Run("run", SourceTree.Recipe("founding-example.yaml"), "--out", target, "--set", $"training.seeds=[{seed}]", "training.threads=1");
        Assert.True(session.Code == 0, session.Errors);
        var positive = File.ReadLines(Path.Combine(target, "predictions-dev.jsonl")).Select(l => JsonSerializer.Deserialize(l, CoreJson.Line.Prediction)!.Probabilities["positive"]).ToList();
        Assert.InRange(positive[0], 0.98, 1);
        Assert.InRange(positive[1], 0, 0.02);
        var steps = File.ReadAllLines(Path.Combine(target, $"seed-{seed}", "steps.jsonl"));
        Assert.Equal(10, steps.Length);
        Assert.True(JsonDocument.Parse(steps[^1]).RootElement.GetProperty("loss").GetDouble() < 0.05);
    }

    [Fact]
    public void Its_settings_are_those_that_the_project_began_from()
    {
        var recipe = YamlRecipe.Load(SourceTree.Recipe("founding-example.yaml")).Recipe;
        var model = Assert.IsType<TransformerRecipe>(recipe.Model);
        Assert.Equal(("character", 1000, 10), (recipe.Tokenizer.Kind, recipe.Tokenizer.VocabularySize, recipe.Tokenizer.MaxLength));
        Assert.Equal((2, 64, 2, 64), (model.Layers, model.Width, model.Heads, model.Inner));
        Assert.Equal(("adam", "binary-cross-entropy", 10, 32), (recipe.Training.Optimizer.Name, recipe.Training.Loss.Name, recipe.Training.Epochs, recipe.Training.BatchSize));
    }
}
