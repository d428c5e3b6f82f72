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

    [Fact]
    public void Vector_scaling_moves_and_stretches_each_logit()
    {
        var manifest = TinyModel.Manifest("label", "a", "b") with { Calibration = new() { Method = "vector", Weights = [2, 1], Biases = [0, Math.Log(3)] } };
        // 2 ln 2 and ln 1 + ln 3 are 4 : 3
        Assert.Equal(4 / 7.0, new Decoder(manifest).Decode(Example, [MathF.Log(2), 0]).Probabilities["a"], 1e-7);
    }

    [Fact]
    public void Isotonic_curves_are_read_between_their_knots_and_normalised()
    {
        var curve = new Core.Calibrating.IsotonicCurve([0.25, 0.75], [0.3, 0.7]);
        var manifest = TinyModel.Manifest("label", "a", "b") with { Calibration = new() { Method = "isotonic", Curves = [curve, curve], Examples = 998 } };
        var p = new Decoder(manifest).Decode(Example, [MathF.Log(3), 0]); // 0.75, 0.25
        Assert.Equal([0.7, 0.3], p.Probabilities.Values, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(0.58, new Decoder(manifest).Decode(Example, [MathF.Log(1.5f), 0]).Probabilities["a"], 1e-6); // 0.6 → 0.58
    }

    [Fact]
    public void On_a_flat_stretch_the_larger_logit_decides()
    {
        var flat = new Core.Calibrating.IsotonicCurve([0, 1], [0.5, 0.5]);
        var manifest = TinyModel.Manifest("label", "a", "b") with { Calibration = new() { Method = "isotonic", Curves = [flat, flat], Examples = 100 } };
        Assert.Equal(["b"], new Decoder(manifest).Decode(Example, [0, 1]).Labels);
        Assert.Equal(["a"], new Decoder(manifest).Decode(Example, [1, 0]).Labels);
    }

    [Fact]
    public void An_unsure_model_abstains_and_says_so()
    {
        var manifest = TinyModel.Manifest("label", "a", "b") with { AbstainBelow = 0.7 };
        var unsure = new Decoder(manifest).Decode(Example, [0, MathF.Log(2)]); // 1/3, 2/3
        Assert.Empty(unsure.Labels);
        Assert.True(unsure.Abstained);
        Assert.Equal(2 / 3.0, unsure.Probabilities["b"], 1e-7);
        var sure = new Decoder(manifest).Decode(Example, [0, MathF.Log(3)]);
        Assert.Equal(["b"], sure.Labels);
        Assert.Null(sure.Abstained);
        Assert.Equal(["b"], new Decoder(manifest, abstainBelow: 0).Decode(Example, [0, MathF.Log(2)]).Labels);
    }

    [Fact]
    public void A_coverage_gives_the_labels_that_dev_says_are_needed()
    {
        var manifest = TinyModel.Manifest("label", "a", "b", "c") with { Calibration = new() { Method = "none", Nonconformity = [0.1, 0.2, 0.4, 0.7] } };
        float[] logits = [0, MathF.Log(3), MathF.Log(6)]; // 0.1, 0.3, 0.6
        Assert.Equal(["c", "b"], new Decoder(manifest, coverage: 0.8).Decode(Example, logits).Candidates!);
        Assert.Equal(["c"], new Decoder(manifest, coverage: 0.6).Decode(Example, logits).Candidates!);
        Assert.Empty(new Decoder(manifest, coverage: 0.4).Decode(Example, logits).Candidates!);
        Assert.Equal(["c", "b", "a"], new Decoder(manifest, coverage: 0.9).Decode(Example, logits).Candidates!);
        Assert.Null(new Decoder(manifest).Decode(Example, logits).Candidates);
    }

    [Fact]
    public void A_coverage_without_conformal_scores_is_refused() =>
        Assert.Contains("no conformal scores", Assert.Throws<InputException>(() => new Decoder(TinyModel.Manifest("label", "a", "b"), coverage: 0.9)).Message, StringComparison.Ordinal);
}
