using FineGrain.Models.Seeding;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Seeding;

public sealed class InitializerTests
{
    [Fact]
    public void Normal_values_have_their_moments()
    {
        using var scope = NewDisposeScope();
        using var values = new Initializer(5).Normal(0.02, 401, 501);
        Assert.Equal(0, values.mean().ToDouble(), 5 * 0.02 / Math.Sqrt(401 * 501)); // five standard errors
        Assert.Equal(0.02, values.std().ToDouble(), 5 * 0.02 / Math.Sqrt(2.0 * 401 * 501));
        Assert.Equal(3, (values / 0.02).pow(4).mean().ToDouble(), 5 * Math.Sqrt(96.0 / (401 * 501))); // kurtosis of a normal
    }

    [Fact]
    public void Torchs_own_generator_has_no_part_in_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var one = new Initializer(5).Uniform(1, 10);
        manual_seed(2);
        using var two = new Initializer(5).Uniform(1, 10);
        Assert.Equal(one.data<float>().ToArray(), two.data<float>().ToArray());
    }

    [Fact]
    public void The_padding_row_of_a_table_is_zero()
    {
        using var scope = NewDisposeScope();
        using var table = new Initializer(5).Table(1, 4, 3, padding: 2);
        Assert.Equal([false, false, true, false], table.eq(0).all(1).data<bool>().ToArray());
    }
}
