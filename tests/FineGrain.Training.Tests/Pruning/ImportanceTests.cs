using FineGrain.Core.Recipes;
using FineGrain.Models.Pruning;
using FineGrain.Training.Pruning;
using FineGrain.Training.Tests.Distillation;
using static TorchSharp.torch;

namespace FineGrain.Training.Tests.Pruning;

public sealed class ImportanceTests
{
    public static TheoryData<string> Families => ["transformer", "cnn", "rnn", "mlp"];

    /// <summary>The derivative by a factor on a unit's output, from two losses beside it instead of from gradients.</summary>
    [Theory, MemberData(nameof(Families))]
    public void Importance_is_the_size_of_the_derivative_by_a_factor_on_the_units_output(string family)
    {
        using var model = TinyLesson.Model(Recipe(family), 4);
        model.eval();
        var objective = new TextObjective(model, TinyLesson.Gold);
        var batch = TinyLesson.Batch(0, 1, 2, 3, 4, 5);
        var parameters = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var (group, scores) in Importance.Of(model, objective, [batch]))
        {
            for (var unit = 0; unit < scores.Length; unit += 3)
            {
                var gates = group.Units[unit].Gates;
                const float Step = 0.02f;
                var slope = (At(1 + Step) - At(1 - Step)) / (2 * Step);
                Assert.True(Math.Abs(Math.Abs(slope) - scores[unit]) < 2e-4 + (0.02 * scores[unit]), $"{group.Place} {group.Kind} {unit}: {scores[unit]} by gradient, {slope} by differences");

                double At(float factor)
                {
                    using var scope = NewDisposeScope();
                    using var still = no_grad();
                    Scale(factor);
                    var loss = objective.Loss(batch, 0).item<float>();
                    Scale(1 / factor);
                    return loss;
                }

                void Scale(float factor)
                {
                    foreach (var slice in gates) parameters[slice.Parameter].narrow(slice.Dimension, slice.Start, slice.Length).mul_(factor);
                }
            }
        }
        Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad is null, p.name));
    }

    [Fact]
    public void The_least_important_units_leave_and_one_always_stays()
    {
        PruneUnit unit = new() { Gates = [] };
        PruneGroup heads = new("heads", "a", [unit, unit, unit, unit]), inner = new("inner", "a", [unit, unit]);
        var importance = new Dictionary<PruneGroup, double[]> { [heads] = [0.3, 0.1, 0.9, 0.2], [inner] = [1, 2] };
        var removed = Importance.Least(importance, new Dictionary<string, double> { ["heads"] = 0.5 });
        Assert.Equal([1, 3], Assert.Single(removed).Value.Order());
        Assert.Equal(3, Importance.Least(importance, new Dictionary<string, double> { ["heads"] = 0.99 })[heads].Count);
    }

    private static ModelRecipe Recipe(string family) => family switch
    {
        "transformer" => TinyLesson.Large with { Norm = "pre" },
        "cnn" => TinyLesson.Convolution with { Activation = "tanh" },
        "rnn" => new RnnRecipe { Width = 6, Hidden = 5, Layers = 2, Pooling = "mean" },
        _ => new MlpRecipe { Width = 6, Hidden = [7, 4], Activation = "tanh" },
    };
}
