using FineGrain.Core;

namespace FineGrain.Inference.Tests;

public sealed class DecoderTests
{
    private static readonly Example Example = new() { Id = "7", Text = "fine", Labels = ["b"], Number = 2, Fields = new Dictionary<string, string> { ["domain"] = "film" } };

    [Fact]
    public void One_label_is_the_largest_with_softmax_probabilities()
    {
        // e^0, e^ln2, e^ln5 are 1 : 2 : 5
        var p = new Decoder(TinyModel.Manifest("label", "a", "b", "c")).Decode(Example, [0, MathF.Log(2), MathF.Log(5)]);
        Assert.Equal(["c"], p.Labels);
        Assert.Equal(["a", "b", "c"], p.Probabilities.Keys);
        Assert.Equal([0.125, 0.25, 0.625], p.Probabilities.Values, (x, y) => Math.Abs(x - y) < 1e-7);
        Assert.Equal(["b"], p.Gold!);
        Assert.Equal("film", p.Fields!["domain"]);
        Assert.Null(p.Number);
        Assert.Null(p.GoldNumber);
    }

    [Fact]
    public void A_temperature_softens_and_keeps_the_order()
    {
        // halved logits: 1 : 2
        var p = new Decoder(TinyModel.Manifest("label", "a", "b") with { Temperature = 2 }).Decode(Example, [0, MathF.Log(4)]);
        Assert.Equal(2 / 3.0, p.Probabilities["b"], 1e-7);
    }

    [Fact]
    public void Large_logits_do_not_overflow() =>
        Assert.Equal(1, new Decoder(TinyModel.Manifest("label", "a", "b")).Decode(Example, [3e38f, -3e38f]).Probabilities["a"]);

    [Fact]
    public void Many_labels_are_those_that_reach_their_thresholds()
    {
        var manifest = TinyModel.Manifest("labels", "a", "b", "c");
        float[] logits = [0, MathF.Log(3), -MathF.Log(4)]; // 0.5, 0.75, 0.2
        Assert.Equal(["a", "b"], new Decoder(manifest).Decode(Example, logits).Labels);
        var p = new Decoder(manifest with { Thresholds = [0.6, 0.6, 0.1] }).Decode(Example, logits);
        Assert.Equal(["b", "c"], p.Labels);
        Assert.Equal([0.5, 0.75, 0.2], p.Probabilities.Values, (x, y) => Math.Abs(x - y) < 1e-7);
    }

    [Fact]
    public void Gold_of_a_row_without_labels_is_unknown_until_the_row_is_known_to_be_annotated()
    {
        var none = Example with { Labels = [] };
        var p = new Decoder(TinyModel.Manifest("labels", "a", "b")).Decode(none, [0, 1]);
        Assert.Null(p.Gold);
        Assert.Equal([], Decoder.Annotated(p, "labels").Gold!);
        Assert.Null(Decoder.Annotated(p, "label").Gold);
    }

    [Fact]
    public void A_number_is_the_logit()
    {
        var p = new Decoder(TinyModel.Manifest("number")).Decode(Example, [3.25f]);
        Assert.Equal(3.25, p.Number);
        Assert.Equal(2, p.GoldNumber);
        Assert.Empty(p.Labels);
        Assert.Empty(p.Probabilities);
        Assert.Null(p.Gold);
    }

    [Fact]
    public void No_number_is_an_error_that_names_the_example() =>
        Assert.StartsWith("7: the network answers NaN", Assert.Throws<InputException>(() => new Decoder(TinyModel.Manifest("label", "a", "b")).Decode(Example, [0, float.NaN])).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_number_of_logits_is_a_bug_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => new Decoder(TinyModel.Manifest("label", "a", "b")).Decode(Example, [0, 1, 2]));
}
