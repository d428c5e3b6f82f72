using FineGrain.Core.Recipes;
using FineGrain.Models.Encoders;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Encoders;

public sealed class Bfloat16ProductsTests
{
    // eight bits of precision: a product is off by 2^-9 of its size, and a network of two layers by a few of that
    private const double Near = 0.03;

    [Theory]
    [InlineData("post", "learned", "gelu", 0)]
    [InlineData("post", "learned", "gelu", 0.1)]
    [InlineData("pre", "rotary", "gelu-tanh", 0.1)]
    [InlineData("pre", "rotary", "silu", 0)]
    public void Training_is_close_to_float32_and_its_gradients_are_float32(string norm, string positions, string activation, double dropout)
    {
        using var scope = NewDisposeScope();
        var recipe = Recipe with { Norm = norm, Positions = positions, Activation = activation, Dropout = dropout, AttentionDropout = dropout };
        var (logits, gradients) = Step(recipe, mixed: false);
        var (mixed, mixedGradients) = Step(recipe, mixed: true);
        Assert.Equal(ScalarType.Float32, mixed.dtype);
        Assert.InRange(Distance(logits, mixed), 1e-6, Near); // not nothing: the products were others
        foreach (var (name, gradient) in gradients)
        {
            Assert.Equal(ScalarType.Float32, mixedGradients[name].dtype);
            if (!name.EndsWith("key.bias", StringComparison.Ordinal)) Assert.InRange(Distance(gradient, mixedGradients[name]), 0, 2 * Near); // the bias of keys has no gradient but rounding
        }
    }

    [Fact]
    public void Outside_training_the_network_is_the_same_to_the_bit()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = Model(Recipe);
        model.eval();
        var before = model.Logits(ModelInput.From(Sample.Batch())).data<float>().ToArray();
        Assert.True(Bfloat16Products.Use(model, on: true));
        Assert.Equal(before, model.Logits(ModelInput.From(Sample.Batch())).data<float>().ToArray());
        model.train();
        var mixed = model.Logits(ModelInput.From(Sample.Batch())).data<float>().ToArray();
        Assert.NotEqual(before, mixed);
        Bfloat16Products.Use(model, on: false);
        Assert.Equal(before, model.Logits(ModelInput.From(Sample.Batch())).data<float>().ToArray());
    }

    [Fact]
    public void Other_families_have_no_such_products()
    {
        using var model = ModelFactory.Create(new RnnRecipe { Width = 8, Hidden = 8 }, Sample.Shape(), 1);
        Assert.False(Bfloat16Products.Use(model, on: true));
        using var both = ModelFactory.Create(new EnsembleRecipe { Members = [new RnnRecipe { Width = 8, Hidden = 8 }, Recipe] }, Sample.Shape(), 1);
        Assert.True(Bfloat16Products.Use(both, on: true));
    }

    private static TransformerRecipe Recipe => new() { Layers = 2, Width = 64, Heads = 4, Inner = 96, Dropout = 0, AttentionDropout = 0, HeadDropout = 0, Pooling = "mean" };

    private static TextModel Model(TransformerRecipe recipe) => ModelFactory.Create(recipe, Sample.Shape(), 5);

    private static (Tensor Logits, Dictionary<string, Tensor> Gradients) Step(TransformerRecipe recipe, bool mixed)
    {
        using var model = Model(recipe);
        using (no_grad())
            foreach (var parameter in model.parameters().Where(p => p.shape.Length == 2)) parameter.mul_(3); // first weights are so small that every state is alike
        Bfloat16Products.Use(model, mixed);
        model.train();
        var logits = model.Logits(ModelInput.From(Sample.Batch()));
        logits[0, 1].backward();
        return (logits.detach(), model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.clone()));
    }

    private static double Distance(Tensor expected, Tensor actual) => ((actual - expected).norm() / expected.norm().clamp_min(1e-6)).item<float>();
}
