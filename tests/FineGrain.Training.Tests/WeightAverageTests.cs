using System.Text.Json;
using FineGrain.Training.Optimizers;
using static TorchSharp.torch;

namespace FineGrain.Training.Tests;

/// <summary>The moving average of weights; the numbers come from tests/oracles/optimizers.py.</summary>
public sealed class WeightAverageTests
{
    private static readonly long[][] Shapes = [[3, 5], [7]];

    [Theory, InlineData(0), InlineData(1)]
    public void Twelve_steps_end_at_the_average_of_PyTorchs_AveragedModel(int number)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "optimizers.json")));
        var golden = file.RootElement.GetProperty("averages")[number];
        using var scope = NewDisposeScope();
        var weights = Shapes.Select((shape, k) => tensor([.. Enumerable.Range(0, Size(k)).Select(i => (float)Math.Sin(0.7 * i + k))], shape)).ToArray();
        using var average = new WeightAverage([.. weights.Select((w, k) => new TrainedParameter($"p{k}", w, 1, 0, UsedRows: false))], golden.GetProperty("decay").GetDouble(), threads: 2);
        for (var step = 0; step < 12; step++)
        {
            for (var k = 0; k < Shapes.Length; k++)
                weights[k].add_(tensor([.. Enumerable.Range(0, Size(k)).Select(i => (float)((step % 4 == 0 ? 3.0 : 0.05) * Math.Cos(1.3 * i + 0.37 * step * (k + 1))))], Shapes[k]));
            average.Update(step + 1);
        }
        float[][] moved = [.. weights.Select(w => w.data<float>().ToArray())];
        average.Swap();
        for (var k = 0; k < Shapes.Length; k++)
            foreach (var (expected, actual) in golden.GetProperty("weights")[k].EnumerateArray().Zip(weights[k].data<float>().ToArray()))
                Assert.Equal(expected.GetDouble(), actual, tolerance: 3e-6);
        average.Swap();
        Assert.Equal(moved, weights.Select(w => w.data<float>().ToArray()));
    }

    private static int Size(int k) => (int)Shapes[k].Aggregate(1L, (a, b) => a * b);
}
