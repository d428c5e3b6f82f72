using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Tests.LabelErrors;

public sealed class LabelErrorTests
{
    [Fact]
    public void The_joint_of_a_small_table_is_the_one_worked_out_by_hand()
    {
        // Given 0: 0.9, 0.8, 0.1, given 1: 0.9, 0.7 for class 1. t0 = 1.8 / 3 = 0.6, t1 = 0.8.
        double[][] p = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.1, 0.9], [0.3, 0.7]];
        var found = ConfidentLearning.Of(p, [0, 0, 0, 1, 1]);
        Assert.Equal([0.6, 0.8], found.Thresholds.Select(t => Math.Round(t, 12)));
        // Confident: given 0 → 0, 0, 1; given 1 → 1, none (0.7 is below 0.8). Rows are stretched to 3 and 2 labels of 5.
        Assert.Equal([0.4, 0.2, 0, 0.4], new[] { found.Joint[0, 0], found.Joint[0, 1], found.Joint[1, 0], found.Joint[1, 1] }.Select(x => Math.Round(x, 12)));
        Assert.Equal(1 / 3.0, found.NoiseOf(0), 12);
        Assert.Equal(0, found.NoiseOf(1), 12);
        Assert.Equal(1, found.Errors, 12);
    }

    [Fact]
    public void The_posterior_weighs_a_class_by_its_noise()
    {
        // All noise is class 1 given as 0: then a label 1 is never wrong, however unsure the text.
        double[][] p = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.1, 0.9], [0.3, 0.7]];
        var noise = ConfidentLearning.Of(p, [0, 0, 0, 1, 1]);
        Assert.Equal(1, noise.Posterior([0.9, 0.1], 1)[1], 12);
        // p(0) Q(0,0)/Q(·,0) = 0.5 · 1, p(1) Q(0,1)/Q(·,1) = 0.5 · 1/3.
        Assert.Equal(0.25, noise.Posterior([0.5, 0.5], 0)[1], 12);
    }

    [Fact]
    public void Planted_errors_come_first()
    {
        var train = Reviews.Make(600, 2);
        int[] labels = [.. train.Select(e => e.Label == "positive" ? 1 : 0)];
        var planted = Enumerable.Range(0, 30).Select(i => i * 19).ToHashSet();
        foreach (var r in planted) labels[r] = 1 - labels[r];
        var ranked = LabelErrorSearch.Rank(OutOfFold.Probabilities(train, labels, 2), labels);
        bool[] hits = [.. ranked.Select(s => planted.Contains(s.Row))];
        Assert.True(RankingQuality.PrecisionAt(hits, 30) > 0.8, $"{RankingQuality.PrecisionAt(hits, 30)}");
        Assert.Equal(600, ranked.Select(s => s.Row).Distinct().Count());
        Assert.All(ranked.Take(20), s => Assert.Equal(1 - labels[s.Row], s.Likely));
    }

    [Fact]
    public void Average_precision_is_the_mean_of_the_precisions_at_the_hits()
    {
        Assert.Equal((1 + (2 / 3.0) + (3 / 5.0)) / 3, RankingQuality.AveragePrecision([true, false, true, false, true]), 12);
        Assert.Equal(2 / 3.0, RankingQuality.PrecisionAt([true, false, true], 100), 12);
        Assert.Throws<ArgumentException>(() => RankingQuality.AveragePrecision([false]));
    }
}
