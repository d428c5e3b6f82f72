using FineGrain.Core;

namespace FineGrain.Analysis.Tests;

public sealed class EvaluationTests
{
    private static readonly EvaluationOptions NoIntervals = new() { BootstrapSamples = 0 };

    public static TheoryData<string> OneLabelCases => Oracle.Names("one_label");

    public static TheoryData<string> ManyLabelCases => Oracle.Names("many_labels");

    public static TheoryData<string> NumberCases => Oracle.Names("number");

    [Theory]
    [MemberData(nameof(OneLabelCases))]
    public void One_label_scores_equal_scikit_learn(string name)
    {
        var c = Oracle.Case("one_label", name);
        var labels = new LabelSet(Oracle.Labels(c));
        var result = Evaluation.Of(Oracle.OneLabel(c), labels, NoIntervals);
        Oracle.Agree(c, result);
        for (var g = 0; g < labels.Count; g++)
            for (var p = 0; p < labels.Count; p++) Assert.Equal(c.GetProperty("confusion")[g][p].GetInt64(), result.Confusion![g, p]);
    }

    [Theory]
    [MemberData(nameof(ManyLabelCases))]
    public void Many_label_scores_equal_scikit_learn(string name)
    {
        var c = Oracle.Case("many_labels", name);
        Oracle.Agree(c, Evaluation.Of(Oracle.ManyLabels(c), new LabelSet(Oracle.Labels(c)), NoIntervals with { Target = "labels" }));
    }

    [Theory]
    [MemberData(nameof(NumberCases))]
    public void Number_scores_equal_scikit_learn_and_scipy(string name)
    {
        var c = Oracle.Case("number", name);
        Oracle.Agree(c, Evaluation.Of(Oracle.Numbers(c), null, NoIntervals with { Target = "number" }), 1e-9);
    }

    [Fact]
    public void The_label_set_is_found_in_the_probabilities_when_none_is_given()
    {
        var c = Oracle.Case("one_label", "one class never predicted");
        Assert.Equal(Oracle.Labels(c), Evaluation.Of(Oracle.OneLabel(c), null, NoIntervals).Labels);
    }

    [Fact]
    public void Nothing_to_score_is_an_error()
    {
        var e = Assert.Throws<InputException>(() => Evaluation.Of([], null, new() { Dataset = "reviews", Split = "dev" }));
        Assert.StartsWith("reviews dev: no predictions", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("unknown")]
    [InlineData("twice")]
    [InlineData("logits")]
    [InlineData("negative")]
    [InlineData("half")]
    public void A_prediction_that_cannot_be_scored_is_named(string kind)
    {
        var good = new Prediction { Id = "good", Text = "x", Gold = ["a"], Labels = ["b"], Probabilities = new Dictionary<string, double> { ["a"] = 0.25, ["b"] = 0.75 } };
        var bad = kind switch
        {
            "missing" => good with { Id = "bad", Gold = null },
            "unknown" => good with { Id = "bad", Gold = ["c"] },
            "twice" => good with { Id = "bad" },
            "logits" => good with { Id = "bad", Probabilities = new Dictionary<string, double> { ["a"] = 0.9, ["b"] = 0.9 } },
            "negative" => good with { Id = "bad", Probabilities = new Dictionary<string, double> { ["a"] = -0.5, ["b"] = 1 } },
            _ => good with { Id = "bad", Probabilities = new Dictionary<string, double>() },
        };
        List<Prediction> rows = kind == "twice" ? [good, bad, bad] : [good, bad];
        Assert.StartsWith("bad", Assert.Throws<InputException>(() => Evaluation.Of(rows, new(["a", "b"]), NoIntervals)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_target_lists_the_known_ones() =>
        Assert.Contains("Did you mean 'label'", Assert.Throws<InputException>(() => Evaluation.Of([new() { Id = "1", Text = "x" }], null, new() { Target = "lable" })).Message, StringComparison.Ordinal);

    [Fact]
    public void The_hardest_and_the_most_confident_mistakes_come_first()
    {
        var result = Evaluation.Of([Row("sure and right", "a", 0.9), Row("sure and wrong", "b", 0.95), Row("unsure and wrong", "b", 0.6), Row("unsure and right", "a", 0.55)], new(["a", "b"]), NoIntervals);
        Assert.Equal(["sure and wrong", "unsure and wrong", "unsure and right", "sure and right"], result.Hardest.Select(h => h.Prediction.Id));
        Assert.Equal(["sure and wrong", "unsure and wrong"], result.ConfidentMistakes.Select(h => h.Prediction.Id));
        Assert.Equal(-Math.Log(0.05), result.Hardest[0].Loss, 12);

        static Prediction Row(string id, string gold, double a) => new()
        { Id = id, Text = id, Gold = [gold], Labels = ["a"], Probabilities = new Dictionary<string, double> { ["a"] = a, ["b"] = 1 - a } };
    }

    [Fact]
    public void Scores_carry_what_is_needed_to_trust_them()
    {
        var c = Oracle.Case("one_label", "five classes");
        var result = Evaluation.Of(Oracle.OneLabel(c), null, new() { Dataset = "d", Split = "dev", Seed = 7 });
        Assert.All(result.Scores, s =>
        {
            Assert.Equal(("classify", "d", "dev", 7), (s.Task, s.Dataset, s.Split, s.Seed!.Value));
            Assert.True(s.Low <= s.Value && s.Value <= s.High && s.Low < s.High, $"{s}");
        });
        Assert.Equal(97, result["accuracy"].Support);
        Assert.Equal(97, Oracle.Labels(c).Sum(l => result[$"f1:{l}"].Support));
        Assert.Equal(97, result.Lengths.Sum(s => s.Score.Support));
    }

    [Fact]
    public void A_metric_that_was_not_measured_is_refused_by_name()
    {
        var result = Evaluation.Of([new() { Id = "1", Text = "x", GoldNumber = 1, Number = 2 }], null, NoIntervals with { Target = "number" });
        Assert.Contains("Did you mean 'mae'", Assert.Throws<InputException>(() => result["mea"]).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(result["spearman"].Value), "the correlation of one point is undefined");
    }

    [Fact]
    public void Scores_survive_their_file()
    {
        var c = Oracle.Case("one_label", "one class never predicted");
        var scores = Evaluation.Of(Oracle.OneLabel(c), null, new()).Scores;
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "scores.json");
        try
        {
            ScoresFile.Write(path, scores);
            Assert.Equal(scores, ScoresFile.Read(path));
            Assert.Contains("\"metric\": \"f1:负\"", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
