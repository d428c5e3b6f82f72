using FineGrain.Cli.Explaining;
using FineGrain.Core;
using FineGrain.Core.Calibrating;
using static TorchSharp.torch;

namespace FineGrain.Cli.Tests;

/// <summary>What gradients explain is the log-odds of the probability that decoding gives, for every target.</summary>
public sealed class LabelLogOddsTests
{
    private static readonly string[] Labels = ["food=bad", "food=good", "price=bad", "food=mixed"];
    private static readonly float[] Logits = [0.3f, -1.2f, 2.1f, 0.7f];

    [Theory]
    [InlineData("label")]
    [InlineData("labels")]
    [InlineData("categories")]
    public void It_is_the_log_odds_of_the_decoded_probability(string target)
    {
        double[] p = [.. Logits];
        if (target == "label") Calibrator.Softmax(p);
        else p = target == "categories" ? new LabelGroups(Labels).Probabilities(Logits) : [.. Logits.Select(z => 1 / (1 + Math.Exp(-z)))];
        using var scope = NewDisposeScope();
        for (var k = 0; k < Labels.Length; k++)
            Assert.Equal(Math.Log(p[k] / (1 - p[k])), LabelLogOdds.Of(target, Labels, Labels[k])(tensor(Logits, [1, 4])).item<float>(), 1e-5);
    }

    [Fact]
    public void A_number_is_explained_itself()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0.3f, LabelLogOdds.Of("number", [], null)(tensor(Logits[..1], [1, 1])).item<float>());
    }
}
