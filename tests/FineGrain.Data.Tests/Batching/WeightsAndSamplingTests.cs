using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;

namespace FineGrain.Data.Tests.Batching;

public sealed class WeightsAndSamplingTests
{
    private static readonly LabelSet Labels = new(["a", "b"]);
    private static readonly Example[] Rows = [.. Enumerable.Range(0, 100).Select(i => new Example { Id = $"{i}", Text = $"t{i}", Labels = [i < 20 ? "a" : "b"] })];

    [Theory]
    [InlineData("balanced", 2.5f, 0.625f)] // 100 / (2 · 20), 100 / (2 · 80)
    [InlineData("sqrt", 1.5811388f, 0.7905694f)]
    [InlineData("given", 3f, 1f)]
    public void Class_weights_follow_their_formula(string weighting, float a, float b) =>
        Assert.Equal([a, b], ClassWeights.Of(new LossRecipe { Weighting = weighting, ClassWeights = new Dictionary<string, double> { ["a"] = 3 } }, Labels, Rows)!);

    [Fact]
    public void Unknown_given_weights_are_refused_and_none_is_null()
    {
        Assert.Null(ClassWeights.Of(new LossRecipe(), Labels, Rows));
        Assert.Throws<InputException>(() => ClassWeights.Of(new LossRecipe { Weighting = "given", ClassWeights = new Dictionary<string, double> { ["c"] = 3 } }, Labels, Rows));
    }

    [Theory]
    [InlineData("none", 1, 20, 80)]
    [InlineData("over", 1, 80, 80)]
    [InlineData("over", 0.5, 40, 80)] // 20 · 4^0.5
    [InlineData("under", 1, 20, 20)]
    [InlineData("under", 0.5, 20, 40)]
    public void Sampling_balances_to_its_strength(string sampling, double strength, int a, int b)
    {
        var recipe = new DataRecipe { Sampling = sampling, SamplingStrength = strength };
        var rows = RowSampling.Rows(Rows, recipe, 1, 0);
        Assert.Equal((a, b), (rows.Count(r => r < 20), rows.Count(r => r >= 20)));
        Assert.Equal(rows, RowSampling.Rows(Rows, recipe, 1, 0));
        if (sampling == "over") Assert.All(Enumerable.Range(0, 20), i => Assert.InRange(rows.Count(r => r == i), a / 20, (a / 20) + 1));
        if (sampling == "under") Assert.NotEqual(rows, RowSampling.Rows(Rows, recipe, 1, 1));
    }

    [Fact]
    public void Log_count_ratios_are_worked_out_by_hand()
    {
        // Bucket 1 in two 'a' rows, bucket 2 in one 'a' and one 'b', bucket 3 in two 'b'; bucket 4 never.
        var table = NaiveBayesTable.Compute([([1, 2], [0], 1), ([1], [0], 1), ([2, 3], [1], 1), ([3], [1], 1)], 5, 2);
        // p = (3, 2, 1) / 6 and q = (1, 2, 3) / 6 for label a
        float[] expected = [0, 0, MathF.Log(3), -MathF.Log(3), 0, 0, -MathF.Log(3), MathF.Log(3), 0, 0];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], table[i], 1e-6f);
    }
}
