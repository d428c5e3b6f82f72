using FineGrain.Models.Encoders;
using FineGrain.Models.Seeding;
using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Encoders;

public sealed class SelfAttentionTests
{
    /// <summary>
    /// Three words, one head of width 2, identity projections, so Q = K = V = the states (1, 0), (0, 1), (1, 1). Scores over √2 of the first word:
    /// 1/√2, 0, 1/√2; e^0.7071068 = 2.0281150, so its weights are 2.0281150, 1, 2.0281150 over 5.0562300 = 0.4011121, 0.1977758, 0.4011121 and its mixture is
    /// (0.4011121 + 0.4011121, 0.1977758 + 0.4011121) = (0.8022242, 0.5988879). The second word mirrors the first. The third has scores 1/√2, 1/√2, √2;
    /// e^1.4142136 = 4.1132504, weights 2.0281150, 2.0281150, 4.1132504 over 8.1694804 = 0.2482551, 0.2482551, 0.5034898, mixture (0.7517449, 0.7517449).
    /// </summary>
    [Theory, InlineData(0), InlineData(0.5)]
    public void Three_words_mix_as_worked_out_by_hand(double attentionDropout)
    {
        using var scope = NewDisposeScope();
        using var attention = Identity(attentionDropout);
        var states = tensor(new float[] { 1, 0, 0, 1, 1, 1 }, [1, 3, 2]);
        var mixed = attention.forward(states, zeros(1, 1, 1, 3));
        GoldenNumbers.AssertClose(tensor(new[] { 0.8022242f, 0.5988879f, 0.5988879f, 0.8022242f, 0.7517449f, 0.7517449f }, [1, 3, 2]), mixed, 1e-6);
    }

    [Fact]
    public void A_hidden_word_has_no_part_in_the_mixture()
    {
        using var scope = NewDisposeScope();
        using var attention = Identity(0);
        var mask = Masking.Additive(tensor(new long[] { 1, 1, 0 }, [1, 3]));
        var two = attention.forward(tensor(new float[] { 1, 0, 0, 1 }, [1, 2, 2]), zeros(1, 1, 1, 2));
        var three = attention.forward(tensor(new float[] { 1, 0, 0, 1, 50, -80 }, [1, 3, 2]), mask);
        GoldenNumbers.AssertClose(two, three.narrow(1, 0, 2), 0);
    }

    [Fact]
    public void Dropout_on_the_weights_changes_training_only()
    {
        using var scope = NewDisposeScope();
        using var attention = Identity(0.5);
        var states = tensor(new float[] { 1, 0, 0, 1, 1, 1 }, [1, 3, 2]);
        var still = attention.forward(states, zeros(1, 1, 1, 3));
        attention.train();
        Assert.NotEqual(still.data<float>().ToArray(), attention.forward(states, zeros(1, 1, 1, 3)).contiguous().data<float>().ToArray());
    }

    private static SelfAttention Identity(double attentionDropout)
    {
        var config = TransformerConfigs.Bert with { Width = 2, EmbeddingWidth = 2, Heads = 1, AttentionDropout = attentionDropout };
        var attention = new SelfAttention(config, new Initializer(1), new DropoutStream(1), null);
        using var still = no_grad();
        foreach (var (name, parameter) in attention.named_parameters())
            if (name.EndsWith("weight", StringComparison.Ordinal)) parameter.copy_(eye(2));
        attention.eval();
        return attention;
    }
}
