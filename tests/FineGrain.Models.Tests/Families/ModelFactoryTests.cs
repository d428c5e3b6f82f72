using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Models.Tests.Families;

public sealed class ModelFactoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-models-").FullName;

    [Fact]
    public void Heads_that_do_not_divide_the_width_are_refused() =>
        Refused(new TransformerRecipe { Width = 10, Heads = 3 }, "3 heads do not divide width 10");

    [Fact]
    public void Rotary_positions_with_an_odd_head_are_refused() =>
        Refused(new TransformerRecipe { Width = 9, Heads = 3, Positions = "rotary" }, "even width per head");

    [Fact]
    public void A_network_without_features_is_refused() => Refused(new MlpRecipe { Width = 0 }, "nothing is left to learn from");

    [Fact]
    public void An_empty_ensemble_is_refused() => Refused(new EnsembleRecipe(), "at least one member");

    [Fact]
    public void Weights_of_another_network_are_refused_by_name()
    {
        using var model = Variants.Create("cnn");
        using var other = Variants.Create("mlp deep");
        model.Save(folder);
        var config = File.ReadAllText(Path.Combine(folder, "config.json"));
        other.Save(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        var error = Assert.Throws<InputException>(() => ModelFactory.Load(folder));
        Assert.Contains("model.safetensors", error.Where, StringComparison.Ordinal);
        Assert.Contains("belong to different models", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "no valid JSON")]
    [InlineData("[]", "a JSON object")]
    [InlineData("{\"model_type\":\"bert\"}", "not 'finegrain'")]
    [InlineData("{\"model_type\":\"finegrain\",\"outputs\":2,\"target\":\"label\",\"family\":\"kan\"}", "its family is 'kan'")]
    [InlineData("{\"model_type\":\"finegrain\"}", "does not describe a network")]
    public void A_damaged_config_is_refused(string json, string expected)
    {
        File.WriteAllText(Path.Combine(folder, "config.json"), json);
        var error = Assert.Throws<InputException>(() => ModelFactory.Load(folder));
        Assert.Contains("config.json", error.Where, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Refused(ModelRecipe recipe, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => ModelFactory.Create(recipe, Sample.Shape(), 1)).Message, StringComparison.Ordinal);
}
