using FineGrain.Core.Recipes;
using FineGrain.Models.Losses;
using FineGrain.Models.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Losses;

public sealed class TokenLossTests
{
    private static readonly float[] weights = [0.5f, 1, 2.5f];

    public static TheoryData<string> Names => ["cross-entropy", "focal"];

    /// <summary>Each unit in a loop with plain numbers.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_row_is_the_sum_of_its_units_and_padding_counts_nothing(string name)
    {
        using var scope = NewDisposeScope();
        var recipe = new LossRecipe { Name = name, Smoothing = name == "focal" ? 0 : 0.1, Gamma = 2 };
        var logits = arange(2 * 4 * 3, dtype: ScalarType.Float32).view(2, 4, 3).sin() * 3;
        long[] tags = [0, 2, 1, 1, 2, -100, -100, -100];
        var x = logits.data<float>().ToArray();
        double[] expected = [0, 0];
        for (var u = 0; u < tags.Length; u++)
        {
            if (tags[u] < 0) continue;
            double[] e = [.. x[(u * 3)..((u * 3) + 3)].Select(v => Math.Exp(v))];
            double[] p = [.. e.Select(v => v / e.Sum())];
            var gold = p[tags[u]];
            var loss = name == "focal" ? -Math.Pow(1 - gold, 2) * Math.Log(gold) : -(0.9 * Math.Log(gold)) - (0.1 / 3 * p.Sum(Math.Log));
            expected[u / 4] += weights[tags[u]] * loss;
        }
        GoldenNumbers.AssertClose(tensor(expected.Select(e => (float)e).ToArray()), TokenLoss.Named(recipe, weights).Of(logits, tensor(tags, [2, 4])), 1e-5);
    }

    [Fact]
    public void A_row_without_units_has_loss_0_and_gradient_0()
    {
        using var scope = NewDisposeScope();
        var logits = ones(2, 2, 3).requires_grad_();
        var loss = new TokenLoss(new CrossEntropy()).Of(logits, tensor(new long[] { -100, -100, 1, 0 }, [2, 2]));
        loss.sum().backward();
        Assert.Equal(0, loss[0].ToSingle());
        Assert.Equal(0, logits.grad![0].abs().sum().ToSingle());
        Assert.Equal(2 * MathF.Log(3), loss[1].ToSingle(), 1e-6);
    }
}
