using FineGrain.Cli.Doctoring;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Tests;

public sealed class SparklineTests
{
    [Fact]
    public void A_curve_spans_all_heights() => Assert.Equal("▁▂▃▄▅▆▇█", Sparkline.Of([0, 1, 2, 3, 4, 5, 6, 7], 20));

    [Fact]
    public void Many_values_share_a_bar() => Assert.Equal("▁█", Sparkline.Of([1, 1, 1, 5, 5, 5], 2));

    [Fact]
    public void A_flat_curve_stays_low() => Assert.Equal("▁▁▁", Sparkline.Of([2, 2, 2], 5));

    [Fact]
    public void The_newest_symbol_version_is_found() => Assert.Equal(30, StandardLibrary.Newest("xGLIBCXX_3.4.9\0GLIBCXX_3.4.30\0GLIBCXX_3.4.\0"u8));
}
