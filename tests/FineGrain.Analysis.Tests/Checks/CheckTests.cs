using FineGrain.Analysis.Checks;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Analysis.Tests.Checks;

public sealed class CheckTests
{
    private static readonly LabelSet Labels = new(["negative", "positive"]);

    /// <summary>A model that knows words but not what "not" does.</summary>
    private static List<Prediction> BagOfWords(IReadOnlyList<string> texts) => [.. texts.Select((text, i) =>
    {
        var score = 0.5 + 0.3 * (text.Contains("good", StringComparison.Ordinal) ? 1 : 0) - 0.3 * (text.Contains("bad", StringComparison.Ordinal) ? 1 : 0) + (text.EndsWith('!') ? 0.15 : 0);
        return new Prediction { Id = $"{i}", Text = text, Labels = [score >= 0.5 ? "positive" : "negative"], Probabilities = new Dictionary<string, double> { ["negative"] = 1 - score, ["positive"] = score } };
    })];

    private static readonly RecipeMark Mark = new("s.yaml", 1, 1);

    private static RecipeScalar S(string text) => new(text, false, Mark);

    private static RecipeList L(params RecipeNode[] items) => new(items, Mark);

    private static RecipeMap M(params (string Key, RecipeNode Value)[] entries) => new([.. entries.Select(e => new RecipeEntry(e.Key, Mark, e.Value))], Mark);

    private static CheckSuite Suite(params (string, RecipeNode)[] test) => SuiteReader.Read(M(("name", S("s")), ("lexicons", M(("good", L(S("good"), S("goodish"))), ("thing", L(S("film"), S("cast"), S("end"))))),
        ("tests", L(M([("name", S("t")), ("capability", S("c")), .. test])))));

    private static CheckTestResult Run(params (string, RecipeNode)[] test) => CheckRun.Of(Suite(test), Labels, new Dictionary<string, string>(), BagOfWords).Tests[0];

    [Fact]
    public void A_template_is_filled_with_every_combination()
    {
        var cases = Suite(("kind", S("minimum")), ("templates", L(S("the {thing} is {good}, {thing}"))), ("label", S("positive"))).Tests[0].Cases;
        Assert.Equal(6, cases.Count);
        Assert.Contains(cases, c => c.Texts[0] == "the cast is goodish, cast");
        var two = Suite(("kind", S("minimum")), ("templates", L(S("{thing} and {thing:2}"))), ("label", S("positive"))).Tests[0].Cases;
        Assert.Equal(6, two.Count); // never the same word twice
        Assert.DoesNotContain(two, c => c.Texts[0] == "film and film");
    }

    [Fact]
    public void A_minimum_test_counts_wrong_labels()
    {
        Assert.Equal((6, 0), Counts(Run(("kind", S("minimum")), ("templates", L(S("the {thing} is {good}"))), ("label", S("positive")))));
        var negated = Run(("kind", S("minimum")), ("templates", L(S("the {thing} is not {good}"))), ("label", S("negative")), ("limit", S("0.2")));
        Assert.Equal((6, 6), Counts(negated));
        Assert.False(negated.Met);
        Assert.Equal("answered positive, not negative", negated.Shown[0].Why);
        Assert.Equal((6, 6), Counts(Run(("kind", S("minimum")), ("templates", L(S("the {thing} is not {good}"))), ("not", S("positive")))));
    }

    [Fact]
    public void An_invariance_test_counts_answers_that_change()
    {
        var steady = Run(("kind", S("invariance")), ("templates", L(S("the {thing} is {good}"))), ("change", L(S("punctuation"), S("spaces"))));
        Assert.Equal((6, 0), Counts(steady));
        var shaky = Run(("kind", S("invariance")), ("templates", L(S("the {thing} is {good}"))), ("change", L(S("upper_case"))));
        Assert.Equal((6, 0), Counts(shaky)); // falls to 0.5, which is still positive
        var flips = Run(("kind", S("invariance")), ("cases", L(L(S("bad"), S("BAD")), L(S("bad"), S("bad .")))));
        Assert.Equal((2, 1), Counts(flips));
        Assert.Equal("answered negative, then positive", flips.Shown[0].Why);
    }

    [Fact]
    public void A_direction_test_counts_pushes_the_wrong_way()
    {
        Assert.Equal((3, 3), Counts(Run(("kind", S("direction")), ("templates", L(L(S("{thing} good"), S("{thing} good bad")))), ("rises", S("positive")))));
        Assert.Equal((3, 0), Counts(Run(("kind", S("direction")), ("templates", L(L(S("{thing} good"), S("{thing} good bad")))), ("falls", S("positive")))));
        // +0.15 is not the +0.2 that was asked for
        Assert.Equal((3, 3), Counts(Run(("kind", S("direction")), ("templates", L(L(S("{thing}"), S("{thing}!")))), ("rises", S("answer")), ("tolerance", S("-0.2")))));
        Assert.Equal((3, 0), Counts(Run(("kind", S("direction")), ("templates", L(L(S("{thing}"), S("{thing}!")))), ("rises", S("answer")), ("tolerance", S("-0.1")))));
    }

    [Fact]
    public void Without_a_limit_there_is_nothing_to_meet_and_with_1_every_share_is_met()
    {
        var free = Run(("kind", S("minimum")), ("cases", L(S("bad"))), ("label", S("positive")));
        Assert.Null(free.Test.Limit);
        Assert.True(free is { Rate: 1, Met: true });
        var generous = Run(("kind", S("minimum")), ("cases", L(S("bad"))), ("label", S("positive")), ("limit", S("1")));
        Assert.Equal(1, generous.Test.Limit);
        Assert.True(generous.Met);
    }

    [Fact]
    public void A_label_that_the_model_lacks_skips_the_test_and_says_so()
    {
        var skipped = Run(("kind", S("minimum")), ("cases", L(S("x"))), ("label", S("neutral")));
        Assert.Contains("negative, positive", skipped.Skipped!, StringComparison.Ordinal);
        Assert.True(skipped.Met);
        Assert.Equal((1, 0), Counts(Run(("kind", S("minimum")), ("cases", L(S("good"))), ("label", L(S("neutral"), S("positive"))))));
    }

    [Fact]
    public void Labels_can_have_other_names()
    {
        var suite = Suite(("kind", S("minimum")), ("cases", L(S("good"))), ("label", S("正面")));
        Assert.Equal(0, CheckRun.Of(suite, Labels, new Dictionary<string, string> { ["正面"] = "positive" }, BagOfWords).Tests[0].Failures);
        Assert.Throws<InputException>(() => CheckRun.Of(suite, Labels, new Dictionary<string, string> { ["正面"] = "pos" }, BagOfWords));
    }

    [Fact]
    public void Failing_tests_become_findings()
    {
        var result = CheckRun.Of(Suite(("kind", S("minimum")), ("templates", L(S("the {thing} is not {good}"))), ("label", S("negative"))), Labels, new Dictionary<string, string>(), BagOfWords);
        var finding = Assert.Single(result.Findings());
        Assert.Equal(("check", 0.0, 6), (finding.Kind, finding.Score, finding.Support));
        Assert.Equal(1, Assert.Single(result.Capabilities).Rate);
    }

    [Theory]
    [InlineData("punctuation", "zh", "很好，真的", "很好，真的。|很好，真的.|很好,真的。|很好 真的")]
    [InlineData("traditional", "zh", "这家酒店的服务", "這家酒店的服務")]
    [InlineData("homophone", "zh", "真的在这", "真得在这|真的再这")]
    [InlineData("full_width", "en", "ok 1", "ｏｋ １")]
    [InlineData("typo", "en", "a wonderful film", "a wonedrful film")]
    [InlineData("contraction", "en", "It is not bad", "It isn't bad|it's not bad")]
    [InlineData("upper_case", "en", "ABC", "")]
    public void Changes_are_what_they_say(string change, string language, string text, string expected) => Assert.Equal(expected, string.Join('|', TextChange.Of(change, text, language)));

    [Fact]
    public void Character_tables_have_pairs_that_differ()
    {
        foreach (var (from, to) in CharacterTable.Homophones) Assert.NotEqual(from, to);
        Assert.True(CharacterTable.Traditional.Count(p => p.Key != p.Value) > 400);
    }

    [Fact]
    public void Mistakes_in_a_suite_are_named_with_their_place()
    {
        Assert.StartsWith("s.yaml:1:1: kind 'minimun' is unknown. Did you mean 'minimum'?", Refused(("kind", S("minimun")), ("cases", L(S("x"))), ("label", S("positive"))), StringComparison.Ordinal);
        Assert.Contains("names no lexicon. Did you mean 'thing'?", Refused(("kind", S("minimum")), ("templates", L(S("{thng}"))), ("label", S("positive"))), StringComparison.Ordinal);
        Assert.Contains("needs either 'label'", Refused(("kind", S("minimum")), ("cases", L(S("x")))), StringComparison.Ordinal);
        Assert.Contains("nothing to be compared with", Refused(("kind", S("invariance")), ("cases", L(S("x")))), StringComparison.Ordinal);
        Assert.Contains("'rises' belongs to a test of kind direction", Refused(("kind", S("minimum")), ("cases", L(S("x"))), ("rises", S("positive"))), StringComparison.Ordinal);
        Assert.Contains("change 'typos' is unknown. Did you mean 'typo'?", Refused(("kind", S("invariance")), ("cases", L(S("x"))), ("change", L(S("typos")))), StringComparison.Ordinal);
        Assert.Contains("unknown key 'lable' in a test. Did you mean 'label'?", Refused(("kind", S("minimum")), ("lable", S("x"))), StringComparison.Ordinal);

        static string Refused(params (string, RecipeNode)[] test) => Assert.Throws<InputException>(() => Suite(test)).Message;
    }

    [Fact]
    public void The_published_format_is_read()
    {
        var suite = CheckListFile.Read(
        [
            """{"name":"words","type":"MFT","capability":"Vocabulary","label":2,"cases":["good","bad"]}""",
            """{"name":"mixed","type":"MFT","capability":"Vocabulary","labels":[2,0],"cases":["good","bad"]}""",
            """{"name":"simple negations: not negative","type":"MFT","capability":"Negation","expect":"label in parentheses of the test name","cases":["not bad"]}""",
            """{"name":"add","type":"DIR","capability":"Vocabulary","expect":"sentiment must not go down (tolerance 0.1)","cases":[["x","x bad"],["x","x good"]]}""",
            """{"name":"same","type":"INV","capability":"Robustness","expect":"all predictions in a case equal to the first","cases":[["good","good ."],["bad","nothing"]]}""",
            """{"name":"none","type":"MFT","capability":"Vocabulary","label":1,"cases":["table"]}""",
        ], "suite.jsonl");
        var result = CheckRun.Of(suite, Labels, new Dictionary<string, string>(), BagOfWords);
        Assert.Equal(["2 1", "2 0", "1 1", "2 1", "2 1", "0 0"], result.Tests.Select(t => $"{t.Cases} {t.Failures}"));
        Assert.NotNull(result.Tests[5].Skipped);
        Assert.StartsWith("suite.jsonl:1: ", Assert.Throws<InputException>(() => CheckListFile.Read(["{}"], "suite.jsonl")).Message, StringComparison.Ordinal);
    }

    private static (int, int) Counts(CheckTestResult result) => (result.Cases, result.Failures);
}
