using System.Text.Json;
using System.Text.RegularExpressions;
using FineGrain.Analysis.Explaining;
using FineGrain.Analysis.Reporting;

namespace FineGrain.Analysis.Tests.Explaining;

public sealed class ExplainingTests
{
    [Theory]
    [InlineData("It isn't good, is it?", "It|isn't|good|,|is|it|?")]
    [InlineData("房间很脏，但wifi快。", "房|间|很|脏|，|但|wifi|快|。")]
    [InlineData("a well-made U.S. film - really...", "a|well-made|U.S|.|film|-|really|.|.|.")]
    [InlineData("👍🏽 cafe\u0301 👨‍👩‍👧", "👍🏽|cafe\u0301|👨‍|👩‍|👧")]
    [InlineData("  \n", "")]
    public void Words_are_what_people_would_erase(string text, string words) => Assert.Equal(words, string.Join('|', TextWords.Of(text).Select(w => text[w.Start..w.End])));

    [Fact]
    public void Half_a_surrogate_pair_is_a_word_of_its_own() => Assert.Equal([(0, 1), (1, 2), (2, 3)], TextWords.Of("x\ud800y"));

    [Fact]
    public void Erasing_leaves_the_rest_as_it_was()
    {
        const string text = "Not  bad, 真的 good.";
        var words = TextWords.Of(text);
        Assert.Equal(text, Erasing.Without(text, words, new bool[words.Count]));
        Assert.Equal("  bad,  good.", Erasing.Without(text, words, [.. words.Select(w => text[w.Start..w.End] is "Not" or "真" or "的")]));
        Assert.Equal("    ", Erasing.Without(text, words, [.. words.Select(_ => true)]));
    }

    [Fact]
    public void Occlusion_of_a_linear_model_gives_its_weights() =>
        Assert.Equal([0.3, -0.2, 0.0], Occlusion.Of(3, Linear(0.4, 0.3, -0.2, 0)).Select(w => Math.Round(w, 12)));

    [Fact]
    public void The_true_order_is_more_faithful_than_its_reverse_and_scores_are_by_hand()
    {
        // Ten words, only the first matters: p is 0.9 with it and 0.1 without.
        VariantScorer score = variants => [.. variants.Select(v => v[0] ? 0.1 : 0.9)];
        double[] right = [1, .. Enumerable.Repeat(0.0, 9)];
        var good = Faithfulness.Of(right, score);
        Assert.Equal(0.8, good.Comprehensiveness, 12); // 1 % of ten words is one word, rounded up: erased at every share
        Assert.Equal(0, good.Sufficiency, 12);
        Assert.Equal((0.05 * 0.9) + (0.05 * 0.1) + (0.9 * 0.1), good.DeletionArea, 12);
        var bad = Faithfulness.Of([.. right.Select(w => -w)], score);
        Assert.Equal(0, bad.Comprehensiveness, 12);
        Assert.Equal(0.8, bad.Sufficiency, 12);
        Assert.Equal(11, bad.Curve.Count);
        Assert.Equal((0.9, 0.1), (bad.Curve[9], bad.Curve[10]));
    }

    [Fact]
    public void Neighbours_stand_once_under_their_output_in_the_page_and_in_the_json()
    {
        Explanation One(string method) => new()
        {
            Id = "1", Text = "Zoe runs", Method = method, Output = "PER[0, 3)", Probability = 0.9, Words = [new(0, 3, 0.5), new(4, 8, -0.1)],
            Neighbours = [new("t7", "so <b>Ann</b> ran", "PER", 0.875) { Start = 6, End = 9, Source = "train.jsonl:7" }],
        };
        var page = ExplanationPage.Render("x", [One("integrated"), One("occlusion")], []);
        Assert.Single(Regex.Matches(page, "<ul class=\"near\">"));
        Assert.Contains("0.875 <span class=\"chip\">PER</span> so &lt;b&gt;<b>Ann</b>&lt;/b&gt; ran <span class=\"note\">train.jsonl:7</span>", page, StringComparison.Ordinal);
        var json = JsonSerializer.Serialize(One("integrated"), ExplanationJson.Lines.Explanation);
        Assert.Contains("""{"id":"t7","text":"so <b>Ann</b> ran","label":"PER","similarity":0.875,"start":6,"end":9,"source":"train.jsonl:7"}""", json, StringComparison.Ordinal);
        Assert.DoesNotContain("neighbours", JsonSerializer.Serialize(One("integrated") with { Neighbours = null }, ExplanationJson.Lines.Explanation), StringComparison.Ordinal);
    }

    [Fact]
    public void The_recommended_method_is_the_most_comprehensive_that_surely_beats_random()
    {
        var random = new Random(4);
        List<Faithfulness> Of(double mean, double noise) => [.. Enumerable.Range(0, 60).Select(_ => new Faithfulness(mean + noise * (random.NextDouble() - 0.5), 0, 0, [1, 0]))];
        var trust = MethodTrust.Of(new Dictionary<string, IReadOnlyList<Faithfulness>> { ["good"] = Of(0.4, 0.2), ["same"] = Of(0.2, 0.2), [MethodTrust.Random] = Of(0.2, 0.2) });
        Assert.Equal("good", trust[0].Method);
        Assert.Equal("good", MethodTrust.Recommended(trust)!.Method);
        Assert.InRange(trust[0].Margin, 0.15, 0.25);
        Assert.Null(MethodTrust.Recommended(trust.Where(t => t.Method != "good")));
    }

    [Fact]
    public void Token_weights_go_to_their_words_and_none_is_lost()
    {
        // "un|break|able 好" with a token over two words.
        double[] sums = WordWeights.Of([(0, 11), (12, 13), (13, 14)], [(0, 2), (2, 7), (7, 11), (12, 14), (0, 0)], [1, 2, 3, 4, 5]);
        Assert.Equal([6.0, 2, 2], sums);
    }

    [Fact]
    public void The_page_shows_the_text_itself_and_hostile_text_stays_text()
    {
        const string text = "<img src=x> 好 \"bad\"";
        var e = new Explanation { Id = "<b>", Text = text, Method = "occlusion", Output = "<i>", Probability = 0.7, Words = [.. TextWords.Of(text).Select((w, i) => new ExplainedWord(w.Start, w.End, i % 2 == 0 ? 0.5 : -0.1))], Completeness = new(0.99, 1, 0.01, 64) };
        var page = ExplanationPage.Render("<u>", [e], []);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        var heat = Regex.Match(page, "<p class=\"text\" dir=\"auto\">(.*?)</p>").Groups[1].Value;
        Assert.Equal(Html.Text(text), Regex.Replace(heat, "<[^>]*>", ""));
        Assert.Contains("1.0% missing, 64 steps", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explanation_survives_its_line()
    {
        var e = new Explanation { Id = "1", Text = "很好", Method = "integrated", Output = "positive", Probability = 0.9, Words = [new(0, 1, 0.25), new(1, 2, -1)], Completeness = new(1, 1, 0, 16) };
        var line = JsonSerializer.Serialize(e, ExplanationJson.Lines.Explanation);
        Assert.Contains("\"text\":\"很好\"", line, StringComparison.Ordinal);
        var back = JsonSerializer.Deserialize(line, ExplanationJson.Lines.Explanation)!;
        Assert.Equal(e.Words, back.Words);
        Assert.Equal(e.Completeness, back.Completeness);
    }

    private static VariantScorer Linear(double bias, params double[] weights) => variants => [.. variants.Select(v => bias + weights.Where((_, w) => !v[w]).Sum())];
}
