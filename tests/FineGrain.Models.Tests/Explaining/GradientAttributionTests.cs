using FineGrain.Core;
using FineGrain.Models.Explaining;
using FineGrain.Models.Tests.Families;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Explaining;

/// <summary>Attributions of every family, held to their axioms and to finite differences.</summary>
public sealed class GradientAttributionTests
{
    private static readonly long[] Ids = [2, 5, 9, 7, 8, 6];
    private static readonly bool[] Special = [true, false, false, false, false, true];

    public static TheoryData<string> Names => [.. Variants.Names.Select(n => n.Data).Where(n => n != "mlp wide")];

    [Theory, MemberData(nameof(Names))]
    public void Integrated_gradients_are_complete_within_one_per_cent(string name)
    {
        using var model = Enlarged(name);
        var found = new GradientAttribution(model).Integrated(Text(), Special, Margin);
        Assert.True(found.Incompleteness <= 0.01, $"{found}");
        Assert.True(Math.Abs(found.Output - found.Baseline) > 1e-4, "the text must differ from its baseline for the check to mean something");
        Assert.Equal((0.0, 0.0), (found.Tokens[0], found.Tokens[5]));
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradient_times_input_equals_the_finite_difference_of_scaling_a_token(string name)
    {
        using var model = Enlarged(name);
        var found = new GradientAttribution(model).GradientTimesInput(Text(), Special, Margin);
        for (var t = 1; t <= 4; t++)
        {
            var slope = (Scaled(model, Ids[t], 1 + 1e-2f) - Scaled(model, Ids[t], 1 - 1e-2f)) / 2e-2;
            Assert.True(Math.Abs(slope - found.Tokens[t]) < 2e-3 + 0.02 * Math.Abs(slope), $"token {t}: slope {slope}, gradient × input {found.Tokens[t]}");
        }
    }

    [Fact]
    public void On_a_linear_network_both_methods_are_the_same_and_exact()
    {
        using var model = Enlarged("mlp linear");
        var gradients = new GradientAttribution(model);
        Tensor First(Tensor logits) => logits[.., 0];
        TokenAttribution once = gradients.GradientTimesInput(Text(), Special, First), path = gradients.Integrated(Text(), Special, First);
        Assert.All(once.Tokens.Zip(path.Tokens), p => Assert.Equal(p.First, p.Second, 1e-5));
        Assert.Equal(path.Output - path.Baseline, once.Tokens.Sum(), 1e-5);
        Assert.Equal(16, path.Steps);
    }

    [Fact]
    public void N_grams_are_a_part_of_their_own()
    {
        using var model = Enlarged("mlp wide and deep");
        using (no_grad()) foreach (var (name, parameter) in model.named_parameters().Where(p => p.name.StartsWith("ngrams", StringComparison.Ordinal))) parameter.normal_();
        var found = new GradientAttribution(model).Integrated(Text(), Special, Margin);
        Assert.True(found.Incompleteness <= 0.01 && Math.Abs(found.Ngrams) > 1e-3, $"{found}");
    }

    [Fact]
    public void A_network_of_n_grams_alone_is_refused()
    {
        using var model = Variants.Create("mlp wide");
        Assert.Contains("Use the method 'occlusion'", Assert.Throws<InputException>(() => new GradientAttribution(model)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void Explaining_leaves_the_network_as_it_was_and_frees_its_tensors(string name)
    {
        using var model = Enlarged(name);
        var gradients = new GradientAttribution(model);
        float[] before = Logits(model);
        gradients.GradientTimesInput(Text(), Special, Margin);
        var live = LiveTensors.Here;
        for (var i = 0; i < 3; i++) gradients.GradientTimesInput(Text(), Special, Margin);
        Assert.Equal(live, LiveTensors.Here);
        Assert.Equal(before, Logits(model));
        Assert.All(model.parameters(), p => Assert.True(p.grad is null, "gradients of weights must not pile up"));
    }

    [Theory]
    [InlineData("transformer post learned mean")]
    [InlineData("transformer post sinusoidal cls")]
    public void Attention_rollout_is_a_distribution_over_tokens(string name)
    {
        using var model = Enlarged(name);
        var flow = AttentionRollout.Of(model, Text());
        Assert.Equal(1, flow.Sum(), 1e-5);
        Assert.All(flow, f => Assert.True(f > 0, $"{f}"));
    }

    [Theory]
    [InlineData("cnn")]
    [InlineData("ensemble")]
    public void Attention_rollout_refuses_networks_without_one_attention(string name)
    {
        using var model = Enlarged(name);
        Assert.Contains("Use occlusion", Assert.Throws<InputException>(() => AttentionRollout.Of(model, Text())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Representations_are_unit_vectors_and_padding_changes_nothing()
    {
        using var model = Enlarged("cnn");
        var together = Representations.Of(model, Sample.Batch());
        for (var row = 0; row < 3; row++)
        {
            Assert.Equal(1, together[row].Sum(v => v * v), 1e-5);
            Assert.All(together[row].Zip(Representations.Of(model, Sample.Of([row]))[0]), p => Assert.Equal(p.First, p.Second, 1e-5));
        }
    }

    /// <summary>The network with weights large enough that answers differ, in evaluation mode.</summary>
    private static TextModel Enlarged(string name)
    {
        var model = Variants.Create(name);
        model.eval();
        using var still = no_grad();
        foreach (var (parameter, values) in model.named_parameters())
            if (values.dim() == 2) values.mul_(parameter.Contains("word_embeddings", StringComparison.Ordinal) ? 3 : name is "albert" ? 20 : name is "bert" or "roberta" || name.EndsWith("cls", StringComparison.Ordinal) ? 8 : 1);
        return model;
    }

    private static Tensor Margin(Tensor logits) => logits[.., 1] - logits[.., 0];

    private static Batch Text() => new()
    {
        Rows = 1, Length = Ids.Length, InputIds = Ids, AttentionMask = [1, 1, 1, 1, 1, 1], TokenTypeIds = new long[6], NgramIds = [1, 3, 4], NgramLength = 3, Indices = [0], Tokens = 6,
    };

    private static float[] Logits(TextModel model)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return [.. model.Logits(ModelInput.From(Text())).data<float>()];
    }

    /// <summary>The margin with the vectors of one token id scaled.</summary>
    private static double Scaled(TextModel model, long id, float by)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        foreach (var name in model.EmbeddingNames) Row(name).mul_(by);
        var logits = Logits(model);
        foreach (var name in model.EmbeddingNames) Row(name).div_(by);
        return (double)logits[1] - logits[0];

        Tensor Row(string name) => model.named_parameters().Single(p => p.name == name).parameter[id];
    }
}
