using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models;
using FineGrain.Models.Losses;
using FineGrain.Training.Distillation;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Training.Tests.Distillation;

public sealed class DistillationObjectiveTests
{
    private static double Loss(TextModel student, Lessons lessons, DistillationRecipe recipe, Batch batch)
    {
        using var scope = NewDisposeScope();
        return new DistillationObjective(student, TinyLesson.Gold, lessons, recipe).Loss(batch, 0).item<float>();
    }

    [Fact]
    public void The_loss_is_the_share_of_the_teacher_and_the_rest_of_gold()
    {
        using var teacher = TinyLesson.Model(TinyLesson.Large, 1);
        using var student = TinyLesson.Model(TinyLesson.Convolution, 2);
        student.eval();
        var lessons = TinyLesson.Ask(teacher);
        var batch = TinyLesson.Batch(0, 3, 7);
        using var scope = NewDisposeScope();
        var logits = student.Logits(ModelInput.From(batch));
        var soft = new SoftLoss("label", 2).Of(logits, lessons.Of(batch)).item<float>();
        var hard = TinyLesson.Gold.Of(logits, LossTarget.From(batch)).item<float>();
        Assert.Equal((0.6 * soft) + (0.4 * hard), Loss(student, lessons, new() { Temperature = 2, Share = 0.6 }, batch), 1e-5);
    }

    [Fact]
    public void A_row_without_gold_learns_from_the_teacher_alone()
    {
        using var teacher = TinyLesson.Model(TinyLesson.Large, 1);
        using var student = TinyLesson.Model(TinyLesson.Convolution, 2);
        student.eval();
        var lessons = TinyLesson.Ask(teacher);
        var recipe = new DistillationRecipe { Share = 0.5 };
        var unlabelled = TinyLesson.Batch(13, 15);
        Assert.Equal(0.5 * Loss(student, lessons, recipe with { Share = 1 }, unlabelled), Loss(student, lessons, recipe, unlabelled), 1e-5);
        // Flags of a many-label task cannot say "ignored": the weight must.
        Assert.Equal([1f, 0f], lessons.GoldWeights(TinyLesson.Batch(2, 14)));
        var mixed = TinyLesson.Batch(2, 14) with { MixWith = [1, 0], MixShare = [0.75f, 0.9f], Weights = [2, 1] };
        Assert.Equal([1.5f, 0.1f], lessons.GoldWeights(mixed), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    public static TheoryData<string> Students => ["transformer", "cnn"];

    [Theory, MemberData(nameof(Students))]
    public void A_student_comes_to_answer_as_its_teacher(string family)
    {
        using var teacher = TinyLesson.Model(TinyLesson.Large, 1);
        using var student = TinyLesson.Model(family == "cnn" ? TinyLesson.Convolution : TinyLesson.Small, 2);
        var lessons = TinyLesson.Ask(teacher);
        var recipe = new DistillationRecipe { Share = 1, Hidden = 0.1, Attention = family == "cnn" ? 0 : 0.1 };
        using var features = new FeatureMatching(teacher, student, recipe, TinyLesson.Batch(1, 2), 5);
        var before = Loss(student, lessons, recipe, TinyLesson.Batch(0, 5, 10, 15));
        var task = DistillationObjective.Task(student, TinyLesson.Gold, lessons, recipe, features, new TinyLesson.Source());
        using var run = new TrainingRun(task, new() { Epochs = 40, Threads = 1, Optimizer = new() { LearningRate = 0.01 } }, 3);
        var live = run.Steps().Select(_ => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount).ToList();
        student.eval();
        Assert.True(Loss(student, lessons, recipe, TinyLesson.Batch(0, 5, 10, 15)) < before / 4);
        Assert.Equal(live[10], live[^1]);
    }

    [Fact]
    public void Projections_are_trained_and_the_teacher_is_not()
    {
        using var teacher = TinyLesson.Model(TinyLesson.Large, 1);
        using var student = TinyLesson.Model(TinyLesson.Small, 2);
        var recipe = new DistillationRecipe { Share = 0, Hidden = 1, Attention = 1 };
        using var features = new FeatureMatching(teacher, student, recipe, TinyLesson.Batch(1, 2), 5);
        using var scope = NewDisposeScope();
        new DistillationObjective(student, TinyLesson.Gold, TinyLesson.Ask(teacher), recipe, features).Loss(TinyLesson.Batch(3, 4, 6), 0).backward();
        Assert.Equal(["states.0.weight", "states.0.bias", "states.1.weight", "states.1.bias", "pooled.weight", "pooled.bias"], features.named_parameters().Select(p => p.name));
        Assert.All(features.named_parameters(), p => Assert.True(p.parameter.grad is { } g && g.abs().sum().ToSingle() > 0, p.name));
        Assert.All(teacher.named_parameters(), p => Assert.True(p.parameter.grad is null, p.name));
        Assert.True(student.named_parameters().First(p => p.name == "encoder.layer.0.attention.self.query.weight").parameter.grad!.abs().sum().ToSingle() > 0);
    }

    [Fact]
    public void The_same_network_is_at_distance_zero_through_a_projection_that_changes_nothing()
    {
        using var teacher = TinyLesson.Model(TinyLesson.Large, 1);
        using var student = TinyLesson.Model(TinyLesson.Large, 1);
        using var other = TinyLesson.Model(TinyLesson.Large, 9);
        var recipe = new DistillationRecipe { Hidden = 1, Attention = 1 };
        using var features = new FeatureMatching(teacher, student, recipe, TinyLesson.Batch(1), 5);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        foreach (var (name, parameter) in features.named_parameters()) parameter.copy_(name.EndsWith("bias", StringComparison.Ordinal) ? zeros(12) : eye(12));
        Assert.Equal(0, Distance(student), 1e-6);
        Assert.True(Distance(other) > 0.1);

        double Distance(TextModel model)
        {
            using var input = ModelInput.From(TinyLesson.Batch(2, 9));
            using var trace = new Trace();
            model.eval();
            model.MemberLogits(input, null, trace);
            return features.Distance(input, trace).item<float>();
        }
    }

    [Fact]
    public void Attention_of_a_network_without_any_is_refused()
    {
        using var teacher = TinyLesson.Model(TinyLesson.Large, 1);
        using var student = TinyLesson.Model(TinyLesson.Convolution, 2);
        var error = Assert.Throws<InputException>(() => new FeatureMatching(teacher, student, new() { Attention = 1 }, TinyLesson.Batch(1), 5));
        Assert.Contains("both be transformers", error.Message, StringComparison.Ordinal);
    }
}
