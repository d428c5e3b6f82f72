using FineGrain.Core;
using FineGrain.Feedback.Queues;

namespace FineGrain.Feedback.Tests.Queues;

public sealed class UncertaintyTests
{
    [Fact]
    public void Known_answers()
    {
        Assert.Equal(Math.Log(4), Uncertainty.Entropy([0.25, 0.25, 0.25, 0.25]), 12);
        Assert.Equal(0, Uncertainty.Entropy([1, 0]), 12);
        Assert.Equal(0.8, Uncertainty.Margin([0.5, 0.2, 0.3]), 12);
        Assert.Equal(0.5, Uncertainty.LeastConfident([0.5, 0.2, 0.3]), 12);
        // Sure but opposed members: all of the entropy is disagreement. Equal members: none is.
        Assert.Equal(Math.Log(2), Uncertainty.Bald([[1, 0], [0, 1]]), 12);
        Assert.Equal(0, Uncertainty.Bald([[0.5, 0.5], [0.5, 0.5]]), 12);
    }

    [Fact]
    public void Badge_takes_no_copy_of_what_it_has()
    {
        // Three copies of one unsure text, one other unsure text, one sure one.
        double[][] p = [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.55, 0.45], [0.999, 0.001]];
        int[][] rows = [[0, 1], [0, 1], [0, 1], [2, 3], [4, 5]];
        for (var seed = 0; seed < 20; seed++)
        {
            var chosen = Badge.Choose(p, rows, 6, 2, new Random(seed));
            Assert.Contains(chosen[0], (int[])[0, 1, 2]);
            Assert.Contains(chosen[1], (int[])[3, 4]);
        }
    }

    [Fact]
    public void Badge_distances_are_those_of_the_written_out_gradients()
    {
        // The second choice is drawn in proportion to the squared distances: count them against gradients written out by hand.
        double[][] p = [[0.6, 0.4], [0.7, 0.3], [0.8, 0.2]];
        int[][] rows = [[0, 1], [1, 2], [0, 3]];
        double[] Gradient(int r) => [.. new[] { p[r][0] - 1, p[r][1] }.SelectMany(a => Enumerable.Range(0, 4).Select(f => rows[r].Contains(f) ? a / Math.Sqrt(2) : 0))];
        double Distance(int a, int b) => Gradient(a).Zip(Gradient(b), (x, y) => (x - y) * (x - y)).Sum();
        var expected = Distance(0, 1) / (Distance(0, 1) + Distance(0, 2));
        var ones = Enumerable.Range(0, 4000).Count(seed => Badge.Choose(p, rows, 4, 2, new Random(seed * 7919))[1] == 1);
        Assert.InRange(ones / 4000.0, expected - 0.05, expected + 0.05);
    }

    [Fact]
    public void Cost_prefers_the_short_one_of_two_equally_unsure_texts()
    {
        Example[] pool = [new() { Id = "long", Text = string.Join(' ', Enumerable.Repeat("word", 200)) }, new() { Id = "short", Text = "word" }];
        var learning = new ActiveLearning(pool, [[[0.5, 0.5]], [[0.51, 0.49]]]);
        Assert.Equal([0], learning.Choose("entropy", 1, byCost: false));
        Assert.Equal([1], learning.Choose("entropy", 1, byCost: true));
        Assert.Contains("margin", Assert.Throws<InputException>(() => learning.Choose("marign", 1, byCost: false)).Message, StringComparison.Ordinal);
    }
}
