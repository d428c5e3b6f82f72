using System.Text.Json;
using FineGrain.Analysis.Explaining;

namespace FineGrain.Cli.Tests;

public sealed class ExplainVerbTests(TinyRun tiny)
{
    [Fact]
    public void Every_method_explains_a_text_and_words_slice_it()
    {
        const string text = "awful film, 很 awful";
        var (page, lines) = (tiny.At("why.html"), tiny.At("why.jsonl"));
        var session = Session.Run("explain", tiny.Model, text, "--method", "all", "--html", page, "--json", lines);
        Assert.True(session.Code == 0, session.Errors);
        var explanations = File.ReadLines(lines).Select(l => JsonSerializer.Deserialize(l, ExplanationJson.Lines.Explanation)!).ToList();
        Assert.Equal(["integrated", "occlusion", "gradient", "attention"], explanations.Select(e => e.Method));
        Assert.All(explanations, e => Assert.Equal(["awful", "film", ",", "很", "awful"], e.Words.Select(w => e.Text[w.Start..w.End])));
        var integrated = explanations[0];
        Assert.True(integrated.Completeness!.Error <= 0.01, $"{integrated.Completeness}");
        Assert.Equal(integrated.Completeness.Sum, integrated.Words.Sum(w => w.Weight) + integrated.Rest, 1e-4);
        Assert.Contains("log-odds", session.Output, StringComparison.Ordinal);
        Assert.Contains("<span class=\"method\">occlusion</span>", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void The_word_that_decides_is_named_first_by_occlusion_and_integrated_gradients()
    {
        var session = Session.Run("explain", tiny.Model, "lovely room", "--method", "integrated", "occlusion", "--label", "positive");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("integrated  lovely +", session.Output, StringComparison.Ordinal);
        Assert.Contains("occlusion   lovely +", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Trust_measures_each_method_against_random_orders()
    {
        var session = Session.Run("explain", tiny.Model, "--input", tiny.At("data.csv"), "--trust", "--rows", "12", "--json", tiny.At("trust.json"));
        Assert.True(session.Code == 0, session.Errors);
        var trust = JsonSerializer.Deserialize(File.ReadAllText(tiny.At("trust.json")), ExplanationJson.Lines.IReadOnlyListMethodTrust)!;
        Assert.Equal(["attention", "gradient", "integrated", "occlusion", "random"], trust.Select(t => t.Method).Order(StringComparer.Ordinal));
        Assert.All(trust, t => Assert.Equal(12, t.Texts));
        Assert.Contains("(12 texts)", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_training_example_of_a_training_text_is_itself()
    {
        var session = Session.Run("explain", tiny.Model, "poor song, poor", "--method", "occlusion", "--neighbours", tiny.At("data.csv"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("near        1.000  negative  poor ", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbours_stand_in_every_output()
    {
        var (page, lines) = (tiny.At("near.html"), tiny.At("near.jsonl"));
        var session = Session.Run("explain", tiny.Model, "poor song, poor", "--method", "occlusion", "--neighbours", tiny.At("data.csv"), "--html", page, "--json", lines);
        Assert.True(session.Code == 0, session.Errors);
        var neighbours = JsonSerializer.Deserialize(File.ReadAllText(lines), ExplanationJson.Lines.Explanation)!.Neighbours!;
        Assert.Equal(5, neighbours.Count);
        Assert.Equal(("poor song, poor", "negative"), (neighbours[0].Text, neighbours[0].Label));
        Assert.Equal(neighbours.OrderByDescending(n => n.Similarity), neighbours);
        Assert.Contains("<ul class=\"near\">", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_ends_with_how_complete_integrated_gradients_were()
    {
        var session = Session.Run("explain", tiny.Model, "--input", tiny.At("data.csv"), "--rows", "6", "--method", "integrated");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Matches(@"completeness of integrated gradients: worst error 0\.\d\d %; 100\.0 % of 6 texts within 1 %", session.Output);
        Assert.DoesNotContain("worst error", Session.Run("explain", tiny.Model, "lovely room", "--method", "integrated").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_aspect_is_for_models_that_judge_aspects() =>
        Assert.Contains("does not judge asked aspects", Session.Run("explain", tiny.Model, "lovely room", "--aspect", "room").Errors, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_label_names_the_nearest() =>
        Assert.Contains("Did you mean 'positive'", Session.Run("explain", tiny.Model, "x", "--label", "positiv").Errors, StringComparison.Ordinal);

    [Fact]
    public void Texts_or_a_file_must_be_given() => Assert.Contains("Give texts or --input", Session.Run("explain", tiny.Model).Errors, StringComparison.Ordinal);
}
