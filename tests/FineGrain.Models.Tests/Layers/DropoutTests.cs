using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Layers;

public sealed class DropoutTests
{
    [Theory, InlineData(0.1), InlineData(0.5), InlineData(0.003)]
    public void The_dropped_share_is_the_rate_and_the_mean_stays(double rate)
    {
        using var scope = NewDisposeScope();
        using var dropout = new Dropout(rate, new DropoutStream(3));
        const int n = 1 << 20;
        var output = dropout.forward(ones(n));
        var share = output.eq(0).to(ScalarType.Float32).mean().ToDouble();
        var deviation = Math.Sqrt(rate * (1 - rate) / n);
        Assert.InRange(share, rate - 5 * deviation - 1.0 / 131072, rate + 5 * deviation + 1.0 / 131072); // five standard deviations, and the rounding of the rate
        Assert.Equal(1, output.mean().ToDouble(), 5 * deviation / (1 - rate) + 1e-6);
    }

    [Fact]
    public void Neighbours_steps_layers_and_calls_are_independent()
    {
        using var scope = NewDisposeScope();
        var random = new DropoutStream(3);
        using var first = new Dropout(0.5, random);
        using var second = new Dropout(0.5, random);
        var x = ones(1 << 18);
        Tensor[] draws = [first.forward(x), first.forward(x), second.forward(x)];
        random.Advance();
        draws = [.. draws, first.forward(x), draws[0].roll(1), draws[0].roll(8)];
        for (var i = 0; i < draws.Length; i++)
            for (var j = 0; j < i; j++)
            {
                var correlation = ((draws[i] - 1) * (draws[j] - 1)).mean().ToDouble(); // values 0 and 2: variance 1
                Assert.InRange(correlation, -5.0 / 512, 5.0 / 512); // five standard deviations
            }
    }

    [Fact]
    public void A_restored_counter_repeats_the_mask()
    {
        using var scope = NewDisposeScope();
        var x = ones(5, 7);
        var random = new DropoutStream(3);
        using var dropout = new Dropout(0.4, random);
        random.Step = 41;
        var expected = dropout.forward(x).data<float>().ToArray();
        random.Advance();
        Assert.NotEqual(expected, dropout.forward(x).data<float>().ToArray());
        var resumed = new DropoutStream(3) { Step = 41 };
        using var again = new Dropout(0.4, resumed);
        Assert.Equal(expected, again.forward(x).data<float>().ToArray());
    }

    [Fact]
    public void Add_is_the_residual_plus_the_dropped_input()
    {
        using var scope = NewDisposeScope();
        var (x, residual) = (randn(5, 7), randn(5, 7));
        using var one = new Dropout(0.4, new DropoutStream(3));
        using var two = new Dropout(0.4, new DropoutStream(3));
        Assert.True((residual + one.forward(x)).allclose(two.Add(x, residual), 0, 1e-6));
    }

    [Fact]
    public void Tokens_are_dropped_whole()
    {
        using var scope = NewDisposeScope();
        using var dropout = new Dropout(0.5, new DropoutStream(3));
        var kept = dropout.Tokens(ones(40, 10, 3)).ne(0).sum(-1); // (40, 10): 0 or 3 values kept
        Assert.Equal([0, 3], kept.flatten().data<long>().ToArray().Distinct().Order());
    }

    [Fact]
    public void The_gradient_passes_where_the_value_passed()
    {
        using var scope = NewDisposeScope();
        using var dropout = new Dropout(0.5, new DropoutStream(3));
        var x = ones(100).requires_grad_();
        var output = dropout.forward(x);
        output.sum().backward();
        Assert.Equal(output.data<float>().ToArray(), x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Evaluation_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var dropout = new Dropout(0.5, new DropoutStream(3));
        dropout.eval();
        var x = randn(50);
        Assert.Equal(x.data<float>().ToArray(), dropout.forward(x).data<float>().ToArray());
    }
}
