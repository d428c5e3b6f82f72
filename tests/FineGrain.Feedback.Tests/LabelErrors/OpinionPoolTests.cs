using FineGrain.Feedback.LabelErrors;

namespace FineGrain.Feedback.Tests.LabelErrors;

public sealed class OpinionPoolTests
{
    [Fact]
    public void A_mean_adds_up_what_each_marks_and_averages_what_each_thinks_of_the_given_spans()
    {
        SpanOpinion?[] one = [new([new(0, 3, "PER", 0.8)], [0.8], [0.1])], other = [new([new(0, 3, "PER", 0.4), new(5, 6, "LOC", 0.6)], [0.4], [0.3])];
        var pooled = Assert.Single(OpinionPool.Mean([one, other]))!;
        Assert.Equal([("PER", 0.6), ("LOC", 0.3)], pooled.Marked.Select(m => (m.Label, Math.Round(m.Score, 9))));
        Assert.Equal((0.6, 0.2), (Math.Round(pooled.Given[0], 9), Math.Round(pooled.Nothing[0], 9)));
    }

    [Fact]
    public void Where_one_was_not_asked_there_is_no_opinion() =>
        Assert.Equal([false, true], OpinionPool.Mean([[Of(0.5), Of(0.5)], [Of(0.5), null]]).Select(o => o is null));

    [Fact]
    public void Weights_are_those_of_the_greatest_likelihood()
    {
        double[] first = [0.9, 0.8, 0.95, 0.1, 0.7], second = [0.5, 0.9, 0.3, 0.6, 0.2];
        double Likelihood(double w) => first.Zip(second).Sum(p => Math.Log((w * p.First) + ((1 - w) * p.Second)));
        var best = Enumerable.Range(0, 1001).Select(i => i / 1000.0).MaxBy(Likelihood);
        var weights = OpinionPool.Weights([[.. first.Select(Of)], [.. second.Select(Of)]]);
        Assert.Equal(best, weights[0], 0.01);
        Assert.Equal(1, weights.Sum(), 1e-9);
    }

    [Fact]
    public void Who_knows_nothing_of_what_stands_there_is_not_heard() =>
        Assert.Equal(0.9, OpinionPool.ByLikelihood([[Of(0.9), Of(0.9)], [Of(0.001), Of(0.001)]])[0]!.Given[0], 0.01);

    [Fact]
    public void Without_given_spans_all_are_heard_alike() => Assert.Equal([0.5, 0.5], OpinionPool.Weights([[new([], [], [])], [new([], [], [])]]));

    private static SpanOpinion Of(double given) => new([], [given], [1 - given]);
}
