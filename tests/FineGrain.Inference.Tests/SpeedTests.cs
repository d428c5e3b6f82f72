using FineGrain.Inference.Measuring;

namespace FineGrain.Inference.Tests;

public sealed class SpeedTests
{
    [Fact]
    public void Ratios_are_taken_round_by_round()
    {
        // The machine was half as fast in the last round for both: the ratio is 2 in every round.
        var fast = new Speed([200, 220, 100], []);
        var slow = new Speed([100, 110, 50], []);
        Assert.Equal((2, 2, 2), fast.Over(slow));
        Assert.Equal(200, fast.SentencesPerSecond);
        Assert.Equal(15, new Speed([10, 20], []).SentencesPerSecond);
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.51, 3)]
    [InlineData(0.99, 4)]
    [InlineData(0, 1)]
    public void A_percentile_is_a_measured_value(double share, double expected) => Assert.Equal(expected, new Speed([1], [1, 2, 3, 4]).Percentile(share));

    [Fact]
    public void Every_predictor_answers_every_text_in_every_round()
    {
        using var folder = new TemporaryFolder();
        TinyModel.Write(folder["model"], TinyModel.Manifest("label", "a", "b"));
        using var one = Predictor.Open(folder["model"]);
        using var two = Predictor.Open(folder["model"]);
        var speeds = SpeedTest.Run([one, two], [.. Enumerable.Range(0, 30).Select(i => new Core.Example { Id = $"{i}", Text = "good film" })], new() { Rounds = 2, Alone = 7 });
        Assert.Equal([(2, 14), (2, 14)], speeds.Select(s => (s.Rates.Count, s.Latencies.Count)));
        Assert.All(speeds, s => Assert.Equal(s.Latencies.Order(), s.Latencies));
    }
}
