using FineGrain.Analysis.Metrics;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Metrics;

public sealed class CategoryMetricsTests
{
    private static readonly LabelSet Labels = new(["price=good", "price=bad", "taste=good", "taste=bad"]);

    /// <summary>
    /// price: gold good, bad, none, none against good, none, none, good; taste: gold good, none, good, none, all right.
    /// F1 of price: good 2/3, bad 0, none 1/2 → 7/18; of taste: good 1, none 1 → 1.
    /// </summary>
    [Fact]
    public void Scores_of_a_table_made_by_hand()
    {
        var family = new CategoryMetrics(
        [
            Row("1", ["price=good", "taste=good"], ["taste=good", "price=good"]),
            Row("2", ["price=bad"], []),
            Row("3", ["taste=good"], ["taste=good"]),
            Row("4", [], ["price=good"]),
        ], Labels);
        var values = new double[family.Metrics.Count];
        family.Measure([1, 1, 1, 1], values);
        var scores = family.Metrics.Zip(values).ToDictionary(p => p.First.Name, p => p.Second);
        Assert.Equal(((7.0 / 18) + 1) / 2, scores["macro-f1"], 12);
        Assert.Equal(6.0 / 8, scores["accuracy"], 12);
        Assert.Equal(3.0 / 4, scores["mentioned-accuracy"], 12);
        Assert.Equal(2.0 / 4, scores["subset-accuracy"], 12);
        Assert.Equal(7.0 / 18, scores["macro-f1:price"], 12);
        Assert.Equal(1, scores["accuracy:taste"], 12);
    }

    [Fact]
    public void Rows_that_count_twice_count_twice()
    {
        var family = new CategoryMetrics([Row("1", ["price=good"], ["price=good"]), Row("2", ["price=bad"], [])], Labels);
        var values = new double[family.Metrics.Count];
        family.Measure([2, 1], values);
        Assert.Equal(5.0 / 6, values[1], 12);
    }

    private static Prediction Row(string id, string[] gold, string[] labels) => new() { Id = id, Text = "x", Gold = gold, Labels = labels };
}
