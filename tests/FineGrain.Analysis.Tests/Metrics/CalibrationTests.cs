using FineGrain.Analysis.Metrics;

namespace FineGrain.Analysis.Tests.Metrics;

public sealed class CalibrationTests
{
    [Fact]
    public void Worked_by_hand_with_two_bins()
    {
        // ]0.5, 1]: 0.9 and 0.7, one right: |0.5 − 0.8| of 2; [0, 0.5]: 0.5 right: |1 − 0.5| of 1. (0.6 + 0.5) / 3.
        var calibration = Calibration.Of([0.9, 0.7, 0.5], [true, false, true], bins: 2);
        Assert.Equal(1.1 / 3, calibration.Error, 12);
        Assert.Equal([1, 2], calibration.Bins.Select(b => b.Count));
    }

    [Fact]
    public void Nothing_seen_is_an_error() => Assert.Throws<ArgumentException>(() => Calibration.Of([], []));
}
