using System.Text.Json;
using FineGrain.Core.Recipes;
using FineGrain.Training.Optimizers;
using static TorchSharp.torch;

namespace FineGrain.Training.Tests.Optimizers;

/// <summary>The optimisers against PyTorch's; the numbers come from tests/oracles/optimizers.py.</summary>
public sealed class OptimizerOracleTests
{
    private static readonly long[][] Shapes = [[3, 5], [7]];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, 12)];

    [Theory, MemberData(nameof(Cases))]
    public void Twelve_steps_end_at_PyTorchs_weights(int number)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "optimizers.json")));
        var golden = file.RootElement.GetProperty("cases")[number];
        double Setting(string name, double otherwise) => golden.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;
        var recipe = new OptimizerRecipe
        {
            Name = golden.GetProperty("name").GetString()!, Momentum = Setting("momentum", 0.9), Beta1 = Setting("beta1", 0.9),
            Beta2 = Setting("beta2", 0.999), Epsilon = Setting("epsilon", 1e-8),
        };
        using var scope = NewDisposeScope();
        var parameters = Shapes.Select((shape, k) => tensor([.. Start(k)], shape).requires_grad_()).ToArray();
        using var optimizer = new Optimizer(Optimizer.Rule(recipe),
            [.. parameters.Select((p, k) => new TrainedParameter($"p{k}", p, 1, Setting("weight_decay", 0), UsedRows: false))], threads: 2);
        for (var step = 0; step < 12; step++)
        {
            for (var k = 0; k < Shapes.Length; k++) parameters[k].grad = tensor([.. Gradient(k, step)], Shapes[k]);
            var norm = optimizer.Step(0.01 * (1 + step % 3), golden.GetProperty("clip").GetDouble());
            Assert.Equal(golden.GetProperty("norms")[step].GetDouble(), norm, tolerance: 1e-5);
        }
        // Other rounding order than PyTorch's kernels: a few units in the last place a step.
        for (var k = 0; k < Shapes.Length; k++)
            foreach (var (expected, actual) in golden.GetProperty("weights")[k].EnumerateArray().Zip(parameters[k].data<float>().ToArray()))
                Assert.Equal(expected.GetDouble(), actual, tolerance: 3e-6);
    }

    private static long Size(int k) => Shapes[k].Aggregate(1L, (a, b) => a * b);

    private static IEnumerable<float> Start(int k)
    {
        for (var i = 0; i < Size(k); i++) yield return (float)Math.Sin(0.7 * i + k);
    }

    private static IEnumerable<float> Gradient(int k, int step)
    {
        for (var i = 0; i < Size(k); i++) yield return (float)((step % 4 == 0 ? 3.0 : 0.05) * Math.Cos(1.3 * i + 0.37 * step * (k + 1)));
    }
}
