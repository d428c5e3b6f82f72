using FineGrain.Models;
using FineGrain.Training.Distillation;
using static TorchSharp.torch;

namespace FineGrain.Training.Tests.Distillation;

public sealed class SoftLossTests
{
    private static readonly float[] student = [0.3f, -1.2f, 2.1f, 0.5f, 0.1f, -0.7f], teacher = [1.4f, 0.2f, -0.9f, -0.3f, 2.2f, 0.6f];

    private static double Loss(string target, double temperature, float[] z, float[] v, int columns, float[]? weights = null)
    {
        using var scope = NewDisposeScope();
        return new SoftLoss(target, temperature).Of(tensor(z, [z.Length / columns, columns]), tensor(v, [v.Length / columns, columns]), null, weights is null ? null : tensor(weights)).item<float>();
    }

    private static double[] Softmax(IEnumerable<float> logits, double t)
    {
        var e = logits.Select(l => Math.Exp(l / t)).ToArray();
        return [.. e.Select(x => x / e.Sum())];
    }

    [Theory, InlineData(1.0), InlineData(2.0), InlineData(5.5)]
    public void One_label_is_the_divergence_of_softened_answers_times_the_temperature_squared(double t)
    {
        var expected = Enumerable.Range(0, 2).Average(row =>
        {
            var (p, q) = (Softmax(student.Skip(3 * row).Take(3), t), Softmax(teacher.Skip(3 * row).Take(3), t));
            return t * t * q.Zip(p, (a, b) => a * Math.Log(a / b)).Sum();
        });
        Assert.Equal(expected, Loss("label", t, student, teacher, 3), 1e-5);
    }

    [Fact]
    public void Units_count_alike_and_padding_does_not()
    {
        using var scope = NewDisposeScope();
        float[] padding = [9, -9, 4];
        // Two texts: one of one unit and padding, one of two units; the second text counts half.
        var (z, v) = (tensor([.. student[..3], .. padding, .. student[3..], .. student[..3]], [2, 2, 3]), tensor([.. teacher[..3], 0, 0, 0, .. teacher[3..], .. teacher[3..]], [2, 2, 3]));
        double Of(float[] a, float[] b) => Loss("label", 2, a, b, 3);
        double first = Of(student[..3], teacher[..3]), second = Of(student[3..], teacher[3..]), third = Of(student[..3], teacher[3..]);
        var actual = new SoftLoss("spans", 2).OfUnits(z, v, tensor([1L, 0L, 1L, 1L], [2, 2]), tensor([1f, 0.5f])).item<float>();
        Assert.Equal((first + (0.5 * second) + (0.5 * third)) / 2, actual, 1e-5);
    }

    [Theory, InlineData(1.0), InlineData(3.0)]
    public void Many_labels_are_two_outcomes_each(double t)
    {
        var expected = student.Zip(teacher, (z, v) =>
        {
            double p = 1 / (1 + Math.Exp(-z / t)), q = 1 / (1 + Math.Exp(-v / t));
            return t * t * ((q * Math.Log(q / p)) + ((1 - q) * Math.Log((1 - q) / (1 - p))));
        }).Average();
        Assert.Equal(expected, Loss("labels", t, student, teacher, 3), 1e-5);
    }

    [Fact]
    public void A_number_is_the_squared_difference() => Assert.Equal((1 + 0.25) / 2, Loss("number", 4, [1, 2], [2, 1.5f], 1), 1e-6);

    [Theory, InlineData("label"), InlineData("labels"), InlineData("number")]
    public void A_student_that_answers_as_its_teacher_has_no_loss(string target) => Assert.Equal(0, Loss(target, 2, teacher, teacher, target == "number" ? 1 : 3), 1e-6);

    [Fact]
    public void Weights_leave_rows_out() => Assert.Equal(Loss("label", 2, student[3..], teacher[3..], 3), Loss("label", 2, student, teacher, 3, [0, 2]), 1e-6);

    /// <summary>Hinton et al. 2015, equation 4: at high temperature and zero-mean logits the gradient is (z − v) / C, times the T² that keeps it in size.</summary>
    [Fact]
    public void At_high_temperature_the_gradient_is_that_of_matching_logits()
    {
        using var scope = NewDisposeScope();
        var z = tensor(new[] { 0.5f, -0.2f, -0.3f }, [1, 3]).requires_grad_();
        var v = tensor(new[] { -0.1f, 0.4f, -0.3f }, [1, 3]);
        new SoftLoss("label", 200).Of(z, v).backward();
        var expected = ((z - v) / 3).data<float>().ToArray();
        Assert.Equal(expected, z.grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 2e-3);
    }

    [Fact]
    public void Mixup_mixes_the_teachers_distributions()
    {
        using var scope = NewDisposeScope();
        var (z, v) = (tensor(student, [2, 3]), tensor(teacher, [2, 3]));
        var mixed = new Mix(tensor(new long[] { 1, 0 }), tensor(new[] { 0.3f, 1f }));
        var wanted = mixed.Apply(v.softmax(-1)).log(); // logits of the mixed distributions
        Assert.Equal(new SoftLoss("label", 1).Of(z, wanted).item<float>(), new SoftLoss("label", 1).Of(z, v, mixed).item<float>(), 1e-5);
    }
}
