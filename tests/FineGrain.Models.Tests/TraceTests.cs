using FineGrain.Models.Tests.Families;
using FineGrain.Models.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests;

public sealed class TraceTests
{
    // Without a trace the last layer computes the first token alone where no other is read: that, too, must not change the answer.
    [Theory, MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void A_traced_forward_answers_as_an_untraced_one_and_leaves_nothing_behind(string name)
    {
        using var model = Variants.Create(name);
        model.eval();
        var before = LiveTensors.Here;
        for (var i = 0; i < 3; i++)
        {
            using var scope = NewDisposeScope();
            using var trace = new Trace();
            var input = ModelInput.From(Sample.Batch());
            GoldenNumbers.AssertClose(model.MemberLogits(input)[0], model.MemberLogits(input, null, trace)[0], 2e-6);
        }
        Assert.Equal(before, LiveTensors.Here);
    }

    [Fact]
    public void A_transformer_shows_each_layers_states_its_attention_and_its_pooled_vector()
    {
        using var scope = NewDisposeScope();
        using var model = (FineGrain.Models.Families.TransformerModel)Variants.Create("transformer post learned mean");
        model.eval();
        using var trace = new Trace();
        var input = ModelInput.From(Sample.Batch());
        model.MemberLogits(input, null, trace);
        Assert.Equal(2, trace.States.Count);
        GoldenNumbers.AssertClose(model.States(input), trace.States[1], 2e-6);
        Assert.Equal([3, 12], trace.Pooled!.shape);
        Assert.All(trace.Attention, weights =>
        {
            Assert.Equal([3, 3, 7, 7], weights.shape);
            GoldenNumbers.AssertClose(ones(3, 3, 7), weights.sum(-1), 1e-5);
            Assert.Equal(0, weights[1].narrow(-1, 4, 3).abs().sum().ToSingle()); // the second row has four tokens
        });
    }
}
