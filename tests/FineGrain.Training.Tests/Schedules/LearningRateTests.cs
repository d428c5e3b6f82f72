using FineGrain.Core;
using FineGrain.Training.Schedules;

namespace FineGrain.Training.Tests.Schedules;

public sealed class LearningRateTests
{
    [Theory]
    [InlineData("constant", 0, new[] { 0.05, 0.1, 0.1, 0.1, 0.1, 0.1 })]
    [InlineData("linear", 0, new[] { 0.05, 0.1, 0.08, 0.06, 0.04, 0.02 })]
    [InlineData("linear", 0.5, new[] { 0.05, 0.1, 0.09, 0.08, 0.07, 0.06 })]
    [InlineData("cosine", 0, new[] { 0.05, 0.1, 0.0904508497, 0.0654508497, 0.0345491503, 0.0095491503 })]
    [InlineData("inverse-sqrt", 0, new[] { 0.05, 0.1, 0.0816496581, 0.0707106781, 0.0632455532, 0.0577350269 })]
    public void Six_steps_with_two_of_warm_up(string name, double floor, double[] expected)
    {
        var schedule = new LearningRate(new() { Name = name, Warmup = 2, Floor = floor }, peak: 0.1, totalSteps: 6);
        for (var step = 1; step <= 6; step++) Assert.Equal(expected[step - 1], schedule.At(step), 1e-10);
    }

    [Fact]
    public void A_warm_up_below_one_is_a_share_of_all_steps() =>
        Assert.Equal(6, new LearningRate(new() { Warmup = 0.06 }, 1, 100).WarmupSteps);

    [Fact]
    public void Without_warm_up_the_first_step_is_near_the_peak()
    {
        Assert.Equal(10.0 / 11, new LearningRate(new() { Name = "linear", Warmup = 0 }, 1, 10).At(1), 1e-12);
        Assert.Equal(1, new LearningRate(new() { Name = "inverse-sqrt", Warmup = 0 }, 1, 10).At(1), 1e-12);
    }

    [Fact]
    public void A_warm_up_longer_than_the_run_is_refused() =>
        Assert.Throws<InputException>(() => new LearningRate(new() { Warmup = 11 }, 1, 10));

    [Fact]
    public void An_unknown_name_gets_the_nearest()
    {
        var error = Assert.Throws<InputException>(() => new LearningRate(new() { Name = "cosin" }, 1, 10));
        Assert.Contains("'cosine'", error.Message, StringComparison.Ordinal);
    }
}
