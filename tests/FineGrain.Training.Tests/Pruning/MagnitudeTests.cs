using FineGrain.Training.Pruning;
using FineGrain.Training.Tests.Distillation;

namespace FineGrain.Training.Tests.Pruning;

public sealed class MagnitudeTests
{
    [Fact]
    public void The_smallest_matrix_elements_become_zero_and_the_others_stay()
    {
        using var model = TinyLesson.Model(TinyLesson.Large, 6);
        var before = Values();
        var zeros = Magnitude.Zero(model, 0.7);
        var after = Values();
        var matrices = model.named_parameters().Where(p => p.parameter.dim() > 1).Select(p => p.name).ToHashSet();
        var elements = matrices.Sum(name => before[name].Length);
        Assert.True(zeros >= (long)(0.7 * elements) && zeros < 0.72 * elements, $"{zeros} of {elements}");
        var dropped = matrices.SelectMany(name => before[name].Zip(after[name]).Where(x => x.Second == 0).Select(x => Math.Abs(x.First))).Max();
        var kept = matrices.SelectMany(name => after[name]).Where(x => x != 0).Min(Math.Abs);
        Assert.True(dropped < kept, $"{dropped} was dropped, {kept} kept");
        foreach (var (name, values) in before)
            Assert.True(values.Zip(after[name]).All(x => x.First == x.Second || (x.Second == 0 && matrices.Contains(name))), name);

        Dictionary<string, float[]> Values() => model.named_parameters().ToDictionary(p => p.name, p => p.parameter.data<float>().ToArray());
    }
}
