using FineGrain.Analysis.Slicing;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Slicing;

public sealed class SliceAnalysisTests
{
    private static readonly string[] Fillers = ["film", "story", "actor", "scene", "music", "plot", "cast", "script", "camera", "ending"];

    /// <summary>Answers that are wrong one time in ten, and as often as <paramref name="planted"/> says where the text has "not" and comes from "web".</summary>
    internal static List<Prediction> Planted(int n, double planted, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, n).Select(i =>
        {
            var not = random.NextDouble() < 0.3;
            var web = random.NextDouble() < 0.4;
            var gold = random.NextDouble() < 0.5 ? "positive" : "negative";
            var wrong = random.NextDouble() < (not && web ? planted : 0.1);
            var answer = wrong == (gold == "positive") ? "negative" : "positive";
            var sure = wrong ? 0.6 : 0.9;
            var words = string.Join(' ', Enumerable.Range(0, 3 + random.Next(12)).Select(_ => Fillers[random.Next(Fillers.Length)]));
            return new Prediction
            {
                Id = $"{i}", Text = $"{(not ? "not " : "")}{words}", Gold = [gold], Labels = [answer],
                Probabilities = new Dictionary<string, double> { ["negative"] = answer == "negative" ? sure : 1 - sure, ["positive"] = answer == "positive" ? sure : 1 - sure },
                Fields = new Dictionary<string, string> { ["source"] = web ? "web" : "paper", ["year"] = $"{1990 + i % 30}" },
            };
        })];
    }

    private static SliceAnalysis Of(List<Prediction> rows, SliceOptions? options = null, TrainingKnowledge? train = null) => new(rows, null, options ?? new(), train);

    [Fact]
    public void The_search_names_the_planted_slice_first_and_hardly_anything_else()
    {
        var search = Of(Planted(3000, 0.7)).Worst();
        Assert.True(search.Tried > 100);
        var worst = search.Worst[0];
        Assert.Contains("source == 'web'", worst.Where, StringComparison.Ordinal);
        Assert.True(worst.Where.Contains("negation", StringComparison.Ordinal) || worst.Where.Contains("text has 'not'", StringComparison.Ordinal), worst.Where);
        Assert.InRange(worst.Score, 0.2, 0.4);
        Assert.InRange(worst.Rest, 0.87, 0.93);
        Assert.Equal(worst.Support / 3000.0 * (worst.Rest - worst.Score), worst.Gain, 1e-12);
        Assert.True(search.Worst.Count <= 2, string.Join("; ", search.Worst.Select(w => w.Where)));
    }

    [Theory]
    [InlineData("holm")]
    [InlineData("benjamini-hochberg")]
    public void Where_nothing_is_planted_nothing_is_found(string correction)
    {
        // With 20 data sets and a level of 5 % one false alarm may happen; three would say that the correction is none.
        var alarms = Enumerable.Range(1, 20).Count(seed => Of(Planted(800, 0.1, seed), new() { Correction = correction }).Worst().Worst.Count > 0);
        Assert.InRange(alarms, 0, 3);
    }

    [Fact]
    public void A_word_that_misleads_under_one_label_is_found()
    {
        var rows = Planted(2000, 0.1, 5).Select((p, i) => i % 8 == 0
            ? p with { Text = p.Text + " zzyx", Gold = ["negative"], Labels = ["positive"], Probabilities = new Dictionary<string, double> { ["negative"] = 0.1, ["positive"] = 0.9 } }
            : i % 8 == 1 ? p with { Text = p.Text + " zzyx", Gold = ["positive"], Labels = ["positive"], Probabilities = new Dictionary<string, double> { ["negative"] = 0.1, ["positive"] = 0.9 } } : p).ToList();
        var finding = Of(rows, new() { Dataset = "d", Split = "dev" }).Findings()[0];
        Assert.Equal("term", finding.Kind);
        Assert.Contains("text has 'zzyx'", finding.Where!, StringComparison.Ordinal);
        Assert.Equal(10, finding.Examples.Count);
        Assert.True(finding.AdjustedPValue < 1e-6 && finding.PValue < finding.AdjustedPValue);
        Assert.Equal(("d", "dev", "accuracy", 2000), (finding.Dataset, finding.Split, finding.Metric, finding.Total));
    }

    [Fact]
    public void What_the_search_says_can_be_asked_again_as_an_expression()
    {
        var analysis = Of(Planted(3000, 0.7));
        Assert.All(analysis.Worst().Worst, w =>
        {
            var again = analysis.Where(w.Where);
            Assert.Equal((w.Support, w.Score, w.Rest, w.PValue), (again.Support, again.Score, again.Rest, again.PValue));
        });
        Assert.All(analysis.Standard(), w => Assert.Equal(w.Support, analysis.Where(w.Where).Support));
    }

    [Fact]
    public void The_slices_of_a_property_are_everything_once()
    {
        var rows = Planted(500, 0.3);
        var analysis = Of(rows);
        foreach (var property in (string[])["length", "words", "negation", "gold", "source", "year", "confidence"]) Assert.Equal(500, analysis.By(property).Sum(s => s.Support));
        Assert.True(analysis.By("length").Count is > 1 and <= 4);
        var accuracy = rows.Count(r => r.Gold![0] == r.Labels[0]) / 500.0;
        Assert.Equal(accuracy, analysis.By("gold").Sum(s => s.Score * s.Support) / 500, 1e-12);
        Assert.Equal(1, analysis.By("source").Sum(s => s.ErrorShare), 1e-12);
    }

    [Fact]
    public void A_column_that_only_repeats_gold_explains_nothing()
    {
        var rows = Planted(1000, 0.1).Select(p => p with { Fields = new Dictionary<string, string> { ["truth"] = p.Gold![0] == "positive" ? "1" : "0 stars" } }).ToList();
        Assert.DoesNotContain(Of(rows).Worst().Worst, w => w.Where.Contains("truth", StringComparison.Ordinal));
    }

    [Fact]
    public void Training_data_give_unseen_words_and_near_duplicates()
    {
        Example[] train = [new() { Id = "t1", Text = "the quick brown fox jumps over the lazy dog" }, new() { Id = "t2", Text = "酒店的早餐非常丰富，下次还会再来" }];
        Prediction Row(string id, string text) => new() { Id = id, Text = text, Gold = ["a"], Labels = ["a"] };
        var analysis = Of([Row("1", "The quick brown fox jumps over the lazy dog!"), Row("2", "quantum flux"), Row("3", "酒店的早餐非常丰富，下次还要再来"), Row("4", "the fox")], train: TrainingKnowledge.Of(train));
        Assert.Equal(["1", "3"], analysis.Examples("duplicate > 0.5").Select(j => j.Prediction.Id));
        Assert.Equal(["1"], analysis.Examples("duplicate >= 0.999").Select(j => j.Prediction.Id));
        Assert.Equal(["2"], analysis.Examples("unseen == 1").Select(j => j.Prediction.Id));
        Assert.Equal(["1", "4"], analysis.Examples("unseen == 0").Select(j => j.Prediction.Id));
        Assert.Equal(["4"], analysis.Examples("rare >= 0.9 and not duplicate").Select(j => j.Prediction.Id));
    }

    [Fact]
    public void Numbers_are_sliced_by_their_error()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 600).Select(i =>
        {
            var bad = i % 5 == 0;
            return new Prediction { Id = $"{i}", Text = bad ? "呵呵 x" : "x", GoldNumber = 3, Number = 3 + (random.NextDouble() - 0.5) * (bad ? 4 : 0.5) };
        }).ToList();
        var worst = Of(rows, new() { Target = "number" }).Worst().Worst;
        Assert.Contains(worst, w => w.Where.Contains("irony", StringComparison.Ordinal) || w.Where.Contains("呵呵", StringComparison.Ordinal) || w.Where.Contains("length", StringComparison.Ordinal));
        Assert.True(worst[0].Score > worst[0].Rest && worst[0].Interval.Low > worst[0].Rest);
    }

    [Fact]
    public void Two_models_are_compared_slice_by_slice()
    {
        var a = Planted(2000, 0.7);
        var b = a.Select(p => p.Text.StartsWith("not", StringComparison.Ordinal) ? p with { Labels = p.Gold!, Probabilities = p.Gold![0] == "positive" ? new Dictionary<string, double> { ["negative"] = 0, ["positive"] = 1 } : new Dictionary<string, double> { ["negative"] = 1, ["positive"] = 0 } } : p).ToList();
        var slices = SlicedComparison.Of(a, b, null, new(), []);
        var negation = slices.Single(s => s.Where == "negation");
        Assert.Equal(1, negation.B);
        Assert.True(negation.A < 0.8 && negation.AdjustedPValue < 1e-6);
        Assert.Equal(0, negation.McNemar.Broken);
        var rest = slices.Single(s => s.Where == "not negation");
        Assert.Equal((rest.A, 0, 1.0), (rest.B, rest.McNemar.Mended, rest.AdjustedPValue));
        Assert.Equal(negation.Support, SlicedComparison.Of(a, b, null, new(), ["text has 'not'"]).Single().Support);
    }

    [Fact]
    public void Nothing_to_slice_is_an_error() => Assert.Throws<InputException>(() => Of([]));
}
