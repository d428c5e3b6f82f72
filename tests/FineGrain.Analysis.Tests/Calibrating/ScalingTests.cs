using System.Text.Json;
using FineGrain.Analysis.Calibrating;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Calibrating;

public sealed class ScalingTests
{
    public static TheoryData<string> Cases => [.. Oracle.Analysis.GetProperty("scaling").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    internal static DevLogits OneLabel(JsonElement c)
    {
        float[][] logits = [.. c.GetProperty("logits").EnumerateArray().Select(row => Oracle.Doubles(row).Select(v => (float)v).ToArray())];
        var labels = new LabelSet(Enumerable.Range(0, logits[0].Length).Select(k => $"l{k}"));
        return new("label", labels, logits, [.. c.GetProperty("gold").EnumerateArray().Select(g => (IReadOnlyList<string>)[$"l{g.GetInt32()}"])]);
    }

    private static JsonElement Case(string name) => Oracle.Analysis.GetProperty("scaling").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_temperature_is_that_of_scipy(string name) =>
        Assert.Equal(Case(name).GetProperty("temperature").GetDouble(), TemperatureScaling.Fit(OneLabel(Case(name))), 1e-5);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Factors_and_offsets_are_those_of_scipy(string name)
    {
        var dev = OneLabel(Case(name));
        var (weights, biases) = VectorScaling.Fit(dev);
        var expected = Oracle.Doubles(Case(name).GetProperty("vector"));
        // All offsets together may move a little along the direction that changes no probability; their differences may not.
        Assert.Equal(expected[..dev.Labels], weights, (x, y) => Math.Abs(x - y) < 2e-3 * Math.Max(1, Math.Abs(x)));
        for (var k = 1; k < dev.Labels; k++) Assert.Equal(expected[dev.Labels + k] - expected[dev.Labels], biases[k] - biases[0], 2e-3 * Math.Max(1, Math.Abs(expected[dev.Labels + k])));
    }

    [Fact]
    public void Many_labels_are_scaled_each_on_its_own()
    {
        var c = Oracle.Analysis.GetProperty("many")[0];
        float[][] logits = [.. c.GetProperty("logits").EnumerateArray().Select(row => Oracle.Doubles(row).Select(v => (float)v).ToArray())];
        var dev = new DevLogits("labels", new(["l0", "l1", "l2"]), logits,
            [.. c.GetProperty("gold").EnumerateArray().Select(row => (IReadOnlyList<string>)[.. row.EnumerateArray().Select((g, k) => (g, k)).Where(x => x.g.GetInt32() == 1).Select(x => $"l{x.k}")])]);
        Assert.Equal(c.GetProperty("temperature").GetDouble(), TemperatureScaling.Fit(dev), 1e-5);
        var (weights, biases) = VectorScaling.Fit(dev);
        Assert.Equal(Oracle.Doubles(c.GetProperty("vector")), [.. weights, .. biases], (x, y) => Math.Abs(x - y) < 1e-4 * Math.Max(1, Math.Abs(x)));
    }

    [Fact]
    public void A_dev_set_without_a_mistake_gives_the_lowest_temperature_not_zero()
    {
        var dev = new DevLogits("label", new(["a", "b"]), [[1, 0], [0, 1]], [["a"], ["b"]]);
        Assert.Equal(TemperatureScaling.Lowest, TemperatureScaling.Fit(dev));
    }

    [Fact]
    public void Answers_worse_than_chance_give_the_highest_temperature()
    {
        var dev = new DevLogits("label", new(["a", "b"]), [[1, 0], [0, 1]], [["b"], ["a"]]);
        Assert.Equal(TemperatureScaling.Highest, TemperatureScaling.Fit(dev));
    }
}
