using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Statistics;

public sealed class MultipleTestingTests
{
    private static readonly double[] PValues = Oracle.Doubles(Oracle.Analysis.GetProperty("p_values"));

    [Theory]
    [InlineData("holm", "holm")]
    [InlineData("benjamini-hochberg", "benjamini_hochberg")]
    public void Corrected_values_are_those_of_the_definition(string correction, string golden) =>
        Assert.Equal(Oracle.Doubles(Oracle.Analysis.GetProperty(golden)), MultipleTesting.Adjust(correction, PValues), (x, y) => Math.Abs(x - y) < 1e-12);

    [Fact]
    public void The_order_of_the_tests_does_not_matter()
    {
        var reversed = MultipleTesting.Holm([.. PValues.Reverse()]);
        Assert.Equal(MultipleTesting.Holm(PValues), reversed.Reverse());
    }

    [Fact]
    public void Undefined_tests_are_not_counted() => Assert.Equal([0.02, double.NaN, 0.04], MultipleTesting.Holm([0.01, double.NaN, 0.04]));

    [Fact]
    public void An_unknown_correction_is_refused() => Assert.Contains("holm", Assert.Throws<InputException>(() => MultipleTesting.Adjust("holms", [1])).Message, StringComparison.Ordinal);
}
