using FineGrain.Core;
using FineGrain.Models.Activations;
using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Activations;

public sealed class ActivationTests
{
    public static TheoryData<string> Names => [.. Activation.Names];

    [Theory, MemberData(nameof(Names))]
    public void An_activation_equals_that_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        GoldenNumbers.AssertClose(GoldenNumbers.Tensor("activations", "output", name), Activation.Named(name).Apply(GoldenNumbers.Tensor("activations", "input")), 1e-6);
    }

    [Fact]
    public void The_oracle_knows_every_name() => Assert.Equal(Activation.Names.Order(), GoldenNumbers.At("activations", "output").AsObject().Select(o => o.Key).Order());

    [Fact]
    public void An_unknown_name_is_refused_with_the_nearest()
    {
        var error = Assert.Throws<InputException>(() => Activation.Named("geluu"));
        Assert.Contains("Did you mean 'gelu'?", error.Message, StringComparison.Ordinal);
    }
}
