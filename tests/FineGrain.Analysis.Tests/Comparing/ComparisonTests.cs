using FineGrain.Analysis.Comparing;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Comparing;

public sealed class ComparisonTests
{
    private static readonly ComparisonOptions Quick = new() { BootstrapSamples = 300, Swaps = 999 };

    [Fact]
    public void A_model_equals_itself()
    {
        var rows = Answers(60, i => i % 4 != 0);
        var result = Comparison.Of(rows, rows, null, Quick);
        Assert.All(result.Metrics, m => Assert.Equal((0.0, 1.0, 0.0, 0.0), (m.Difference, m.PValue, m.Interval.Low, m.Interval.High)));
        Assert.StartsWith("A and B score the same: accuracy A 75.0 %, B 75.0 %", result.Verdict, StringComparison.Ordinal);
        Assert.Empty(result.Better);
    }

    [Fact]
    public void Mended_and_broken_examples_are_counted_and_tested_exactly()
    {
        // A misses 0..9; B mends 0..8 and breaks 50: 9 against 1, p = 2 · (1 + 10) / 2^10.
        var result = Comparison.Of(Answers(100, i => i >= 10), Answers(100, i => i is not (9 or 50)), null, Quick);
        Assert.Equal((9, 1), (result.McNemar!.Mended, result.McNemar.Broken));
        Assert.Equal(22 / 1024.0, result.Headline.PValue, 12);
        Assert.Equal(0.08, result.Headline.Difference, 12);
        Assert.Equal(["50"], result.Worse.Select(c => c.A.Id));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8"], result.Better.Select(c => c.A.Id));
        Assert.StartsWith("B is better than A: accuracy A 90.0 %, B 98.0 %, difference +8.0 points (95 % interval ", result.Verdict, StringComparison.Ordinal);
        Assert.EndsWith("p = 0.021 by exact McNemar on 100 examples; 9 mended, 1 broken.", result.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Randomization_agrees_with_the_exact_test_where_both_apply()
    {
        // Macro-F1 moves with accuracy here, so its p value lies near McNemar's 0.0215 (999 swaps: a deviation of 0.005).
        var result = Comparison.Of(Answers(100, i => i >= 10), Answers(100, i => i is not (9 or 50)), null, Quick with { Metric = "macro-f1" });
        Assert.Equal("approximate randomization", result.Headline.Test);
        Assert.InRange(result.Headline.PValue, 0.005, 0.045);
    }

    [Fact]
    public void The_interval_of_the_difference_is_as_wide_as_the_changed_examples_make_it()
    {
        // 60 mended and 40 broken of 1000: the difference 0.02 has a deviation of √(100/1000 − 0.02²) / √1000 = 0.00998.
        var result = Comparison.Of(Answers(1000, i => i is >= 60 and < 200 or >= 240), Answers(1000, i => i is < 60 or >= 60 and < 160 or >= 240), null, Quick with { BootstrapSamples = 2000, Swaps = 99 });
        Assert.Equal((60, 40), (result.McNemar!.Mended, result.McNemar.Broken));
        Assert.Equal(0.02 - 1.96 * 0.00998, result.Headline.Interval.Low, 0.0025);
        Assert.Equal(0.02 + 1.96 * 0.00998, result.Headline.Interval.High, 0.0025);
    }

    [Fact]
    public void Turning_the_comparison_round_turns_the_difference_round()
    {
        List<Prediction> a = Answers(80, i => i % 3 != 0), b = Answers(80, i => i % 5 != 0);
        var there = Comparison.Of(a, b, null, Quick);
        var back = Comparison.Of(b, a, null, Quick);
        Assert.All(there.Metrics.Zip(back.Metrics), m =>
        {
            Assert.Equal(m.First.Difference, -m.Second.Difference, 12);
            Assert.Equal(m.First.Interval.Low, -m.Second.Interval.High, 12);
        });
        Assert.Equal(there.McNemar!.Mended, back.McNemar!.Broken);
    }

    [Fact]
    public void Equals_are_called_different_about_as_often_as_the_level_says()
    {
        var alarms = 0;
        for (var world = 0; world < 100; world++)
        {
            var random = new Random(world);
            var result = Comparison.Of(Answers(60, _ => random.NextDouble() < 0.7), Answers(60, _ => random.NextDouble() < 0.7), null, Quick with { Swaps = 199, BootstrapSamples = 10, Metric = "macro-f1" });
            if (result.Headline.PValue < 0.05) alarms++;
        }
        Assert.InRange(alarms, 0, 12); // 5 of 100 expected, deviation 2.2
    }

    [Fact]
    public void Smaller_errors_are_better_for_a_number()
    {
        var a = Enumerable.Range(0, 40).Select(i => new Prediction { Id = $"{i}", Text = "x", GoldNumber = i, Number = i + 2 }).ToList();
        var b = a.Select(p => p with { Number = p.GoldNumber + (p.Id == "7" ? 5 : 1) }).Reverse();
        var result = Comparison.Of(a, b, null, Quick with { Target = "number" });
        Assert.StartsWith("B is better than A: mae A 2.0000, B 1.1000, difference −0.9000", result.Verdict, StringComparison.Ordinal);
        Assert.Equal("7", Assert.Single(result.Worse).A.Id);
        Assert.Equal(39, result.Better.Count);
    }

    [Fact]
    public void Different_examples_are_named()
    {
        var e = Assert.Throws<InputException>(() => Comparison.Of(Answers(10, _ => true), Answers(8, _ => true), null, Quick));
        Assert.Contains("2 only in A (8, 9); none is only in B", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("gold")]
    [InlineData("twice")]
    public void Files_that_do_not_match_are_refused(string kind)
    {
        var a = Answers(5, _ => true);
        List<Prediction> b = kind switch
        {
            "text" => [.. a.Take(4), a[4] with { Text = "other" }],
            "gold" => [.. a.Take(4), a[4] with { Gold = ["odd"] }],
            _ => [.. a, a[4]],
        };
        Assert.StartsWith("4: ", Assert.Throws<InputException>(() => Comparison.Of(a, b, null, Quick)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_metric_is_refused_by_name() =>
        Assert.Contains("Did you mean 'macro-f1'", Assert.Throws<InputException>(() => Comparison.Of(Answers(5, _ => true), Answers(5, _ => true), null, Quick with { Metric = "makro-f1" })).Message, StringComparison.Ordinal);

    private static List<Prediction> Answers(int n, Func<int, bool> right) => [.. Enumerable.Range(0, n).Select(i =>
    {
        var (gold, other) = i % 2 == 0 ? ("even", "odd") : ("odd", "even");
        return new Prediction { Id = $"{i}", Text = $"text {i}", Gold = [gold], Labels = [right(i) ? gold : other] };
    })];
}
