using FineGrain.Core;
using FineGrain.Models.Pooling;
using FineGrain.Models.Seeding;
using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Pooling;

public sealed class PoolTests
{
    /// <summary>Two rows of three states of width 2; the second row has one token, its padding is larger than all.</summary>
    private static Tensor States => tensor(new float[] { 1, -2, 3, -4, 5, -9, -1, -2, 70, 80, 90, 99 }, [2, 3, 2]);

    private static Tensor Mask => tensor(new long[] { 1, 1, 1, 1, 0, 0 }, [2, 3]);

    [Theory]
    [InlineData("cls", 1f, -2f, -1f, -2f)]
    [InlineData("mean", 3f, -5f, -1f, -2f)]
    [InlineData("max", 5f, -2f, -1f, -2f)]
    public void Padding_has_no_part_in(string name, float a, float b, float c, float d)
    {
        using var scope = NewDisposeScope();
        using var pool = Pool.Named(name, 2, new Initializer(1));
        GoldenNumbers.AssertClose(tensor(new[] { a, b, c, d }, [2, 2]), pool.forward(States, Mask), 1e-6);
    }

    /// <summary>W = identity, b = 0, u = (1, 0): scores tanh 1, tanh 3, tanh 5 = 0.7615942, 0.9950548, 0.9999092.</summary>
    [Fact]
    public void Attention_weighs_by_its_score()
    {
        using var scope = NewDisposeScope();
        using var pool = new AttentionPool(2, new Initializer(1));
        using (no_grad())
        {
            var parameters = pool.named_parameters().ToDictionary(p => p.name, p => p.parameter);
            parameters["dense.weight"].copy_(eye(2));
            parameters["score.weight"].copy_(tensor(new float[] { 1, 0 }, [1, 2]));
        }
        double[] weights = [Math.Exp(Math.Tanh(1)), Math.Exp(Math.Tanh(3)), Math.Exp(Math.Tanh(5))];
        var sum = weights.Sum();
        float[] expected = [(float)((weights[0] + 3 * weights[1] + 5 * weights[2]) / sum), (float)((-2 * weights[0] - 4 * weights[1] - 9 * weights[2]) / sum), -1, -2];
        GoldenNumbers.AssertClose(tensor(expected, [2, 2]), pool.forward(States, Mask), 1e-5);
    }

    /// <summary>W = identity: with the aspect at the last token q = (5, -9), scores q · h / √2 = 23 / √2, 51 / √2, 106 / √2.</summary>
    [Fact]
    public void Target_adds_the_aspect_to_what_it_attends_to()
    {
        using var scope = NewDisposeScope();
        using var pool = new TargetPool(2, new Initializer(1));
        using (no_grad()) pool.named_parameters().Single().parameter.copy_(eye(2));
        double[] weights = [Math.Exp((23 - 106) / Math.Sqrt(2)), Math.Exp((51 - 106) / Math.Sqrt(2)), 1];
        var sum = weights.Sum();
        // The second row has one token and no aspect, so that q = 0 and the attention is on that token alone.
        float[] expected = [(float)(5 + (weights[0] + 3 * weights[1] + 5 * weights[2]) / sum), (float)(-9 + (-2 * weights[0] - 4 * weights[1] - 9 * weights[2]) / sum), -1, -2];
        GoldenNumbers.AssertClose(tensor(expected, [2, 2]), pool.forward(States, Mask, tensor(new long[] { 0, 0, 1, 0, 0, 0 }, [2, 3])), 1e-5);
    }

    [Fact]
    public void Nearness_falls_with_the_tokens_between()
    {
        using var scope = NewDisposeScope();
        var types = tensor(new long[] { 0, 0, 1, 1, 0, 0, 0, 0, 0, 0 }, [2, 5]);
        float[] expected = [.. new[] { 2, 1, 0, 0, 1, 0, 0, 0, 0, 0 }.Select(d => MathF.Exp(-d / 3f))];
        GoldenNumbers.AssertClose(tensor(expected, [2, 5]), Proximity.Weights(types, 3), 1e-6);
    }

    [Theory, InlineData("mean"), InlineData("max"), InlineData("attention"), InlineData("target")]
    public void A_row_without_a_token_gives_0(string name)
    {
        using var scope = NewDisposeScope();
        using var pool = Pool.Named(name, 2, new Initializer(1));
        GoldenNumbers.AssertClose(zeros(2, 2), pool.forward(States, zeros(2, 3, dtype: ScalarType.Int64)), 0);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_nearest()
    {
        var error = Assert.Throws<InputException>(() => Pool.Named("meen", 2, new Initializer(1)));
        Assert.Contains("Did you mean 'mean'?", error.Message, StringComparison.Ordinal);
    }
}
