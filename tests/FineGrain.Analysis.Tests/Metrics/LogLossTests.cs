using FineGrain.Analysis.Metrics;

namespace FineGrain.Analysis.Tests.Metrics;

public sealed class LogLossTests
{
    [Fact]
    public void A_certain_mistake_costs_36_nats_and_not_infinity() => Assert.Equal(36.0437, LogLoss.Of([1, 0], 1), 4);

    [Fact]
    public void Certainty_that_is_right_costs_nothing() => Assert.Equal(0, LogLoss.Of([0, 1], 1), 12);
}
