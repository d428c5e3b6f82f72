using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests;

public sealed class LabelSetCoverageTests
{
    private static Prediction Row(string? gold, params string[]? set) => new() { Id = "x", Text = "x", Gold = gold is null ? null : [gold], Candidates = set };

    [Fact]
    public void Coverage_and_size_are_counted_by_hand()
    {
        var found = LabelSetCoverage.Of([Row("a", "a"), Row("a", "b", "a"), Row("b", "a"), Row("b"), Row("b", "a", "b", "c"), Row(null, "a"), Row("a", null)], new() { Dataset = "d", Split = "test" });
        Assert.Equal(0.6, found.Covered.Value, 12);
        Assert.Equal((Interval.OfShare(3, 5).Low, Interval.OfShare(3, 5).High), (found.Covered.Low, found.Covered.High));
        Assert.Equal(1.4, found.Size.Value, 12); // sizes 1, 2, 1, 0, 3: variance 1.3
        Assert.Equal(1.4 - 1.959963984540054 * Math.Sqrt(1.3 / 5), found.Size.Low, 12);
        Assert.Equal((2, 1, 5, "test"), (found.Sure, found.Empty, found.Covered.Support, found.Covered.Split));
    }

    [Fact]
    public void Rows_without_gold_or_set_are_nothing_to_measure() =>
        Assert.Contains("Name labelled data", Assert.Throws<InputException>(() => LabelSetCoverage.Of([Row(null, "a"), Row("a", null)], new())).Message, StringComparison.Ordinal);
}
