using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Families;

public sealed class EnsembleTests
{
    [Fact]
    public void One_label_takes_the_geometric_mean_of_probabilities()
    {
        using var scope = NewDisposeScope();
        using var model = Variants.Create("ensemble");
        model.eval();
        var input = ModelInput.From(Sample.Batch());
        var members = model.MemberLogits(input);
        Assert.Equal(3, members.Count);
        var product = members.Aggregate(ones(3, Sample.Outputs), (a, logits) => a * logits.softmax(-1)).pow(1.0 / 3);
        GoldenNumbers.AssertClose(product / product.sum(-1, keepdim: true), model.Logits(input).softmax(-1), 1e-6);
    }

    [Fact]
    public void A_number_takes_the_mean()
    {
        using var scope = NewDisposeScope();
        using var model = Variants.Create("ensemble", target: "number", outputs: 1);
        model.eval();
        var input = ModelInput.From(Sample.Batch());
        GoldenNumbers.AssertClose(stack(model.MemberLogits(input), 0).mean([0]), model.Logits(input), 1e-6);
    }
}
