using FineGrain.Core;
using FineGrain.Training.Optimizers;
using static TorchSharp.torch;

namespace FineGrain.Training.Tests.Optimizers;

public sealed class ParameterPlanTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();
    private readonly List<(string, Tensor)> parameters;

    public ParameterPlanTests() => parameters =
    [
        ("embeddings.word.weight", ones(4, 2)), ("layer.0.query.weight", ones(2, 2)), ("layer.0.query.bias", ones(2)),
        ("layer.1.query.weight", ones(2, 2)), ("head.weight", ones(3, 2)), ("head.bias", ones(3)),
    ];

    private static int LayerOf(string name) => name.StartsWith("embeddings", StringComparison.Ordinal) ? 0 : name.StartsWith("layer.0", StringComparison.Ordinal) ? 1
        : name.StartsWith("layer.1", StringComparison.Ordinal) ? 2 : 3;

    [Fact]
    public void Biases_and_norms_do_not_decay()
    {
        var plan = ParameterPlan.Of(parameters, new() { Optimizer = new() { WeightDecay = 0.1 } });
        Assert.All(plan, p => Assert.Equal(p.Value.dim() >= 2 ? 0.1 : 0, p.WeightDecay));
        Assert.Equal(6, plan.Count);
    }

    [Fact]
    public void Layer_decay_multiplies_down_from_the_top()
    {
        var plan = ParameterPlan.Of(parameters, new() { LayerDecay = 0.5 }, LayerOf);
        Assert.Equal([0.125, 0.25, 0.25, 0.5, 1, 1], plan.Select(p => p.LearningRateFactor));
    }

    [Fact]
    public void First_matching_group_wins()
    {
        var plan = ParameterPlan.Of(parameters, new()
        {
            Groups = [new() { Match = "head.*", LearningRateFactor = 10, WeightDecay = 0 }, new() { Match = "*weight", LearningRateFactor = 2 }],
        });
        Assert.Equal([2.0, 2, 1, 2, 10, 10], plan.Select(p => p.LearningRateFactor));
        Assert.Equal(0, plan[4].WeightDecay);
    }

    [Fact]
    public void Frozen_parameters_lose_their_gradient_and_leave_the_plan()
    {
        var plan = ParameterPlan.Of(parameters, new() { Groups = [new() { Match = "layer.*", Freeze = true }] });
        Assert.Equal(["embeddings.word.weight", "head.weight", "head.bias"], plan.Select(p => p.Name));
        Assert.Equal([true, false, false, false, true, true], parameters.Select(p => p.Item2.requires_grad));
    }

    [Fact]
    public void Used_rows_apply_to_embeddings_only()
    {
        var plan = ParameterPlan.Of(parameters, new() { Optimizer = new() { EmbeddingRows = "used" } }, embeddingNames: ["embeddings.word.weight"]);
        Assert.Equal([true, false, false, false, false, false], plan.Select(p => p.UsedRows));
    }

    [Fact]
    public void A_pattern_without_a_match_is_refused_with_the_nearest_name()
    {
        var error = Assert.Throws<InputException>(() => ParameterPlan.Of(parameters, new() { Groups = [new() { Match = "haed.weight" }] }));
        Assert.Contains("Did you mean 'head.weight'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Freezing_everything_is_refused() =>
        Assert.Throws<InputException>(() => ParameterPlan.Of(parameters, new() { Groups = [new() { Match = "*", Freeze = true }] }));

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("layer.*.bias", "layer.0.query.bias", true)]
    [InlineData("layer.*.bias", "layer.0.query.weight", false)]
    [InlineData("*.bias", "head.bias", true)]
    [InlineData("head", "head.bias", false)]
    [InlineData("*a*b", "xaxbxxb", true)]
    [InlineData("a*", "", false)]
    public void Patterns_match_whole_names(string pattern, string name, bool expected) => Assert.Equal(expected, NamePattern.Matches(pattern, name));

    public void Dispose() => scope.Dispose();
}
