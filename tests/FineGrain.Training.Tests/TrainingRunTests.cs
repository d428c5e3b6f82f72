using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Training.Child;

namespace FineGrain.Training.Tests;

public sealed class TrainingRunTests
{
    private static TrainingRecipe Plain => new() { Epochs = 3, Threads = 2, Optimizer = new() { LearningRate = 0.05 }, Schedule = new() { Name = "constant", Warmup = 0 } };

    private static string Train(TrainingRecipe recipe, int seed = 1, bool evaluate = false)
    {
        using var model = new TinyModel(3);
        var task = new TinyTask(model);
        using var run = new TrainingRun(task.With(evaluate: evaluate), recipe, seed);
        foreach (var _ in run.Steps()) { }
        Assert.Equal(RunEnd.Completed, run.End);
        return task.Fingerprint();
    }

    [Fact]
    public void Same_seed_gives_the_same_bits_and_another_seed_others()
    {
        Assert.Equal(Train(Plain), Train(Plain));
        Assert.NotEqual(Train(Plain), Train(Plain, seed: 2));
    }

    [Fact]
    public void Products_in_bfloat16_want_a_Transformer()
    {
        using var model = new TinyModel(3);
        var e = Assert.Throws<InputException>(() => new TrainingRun(new TinyTask(model).With(), Plain with { Precision = "bfloat16" }, 1));
        Assert.Contains("training.precision", e.Message, StringComparison.Ordinal);
        Assert.Contains("no Transformer layer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluating_does_not_disturb_the_run()
    {
        // Patience off and the last evaluation the best or not: compare before the best weights are put back.
        static List<double> Losses(bool evaluate)
        {
            using var model = new TinyModel(3);
            using var run = new TrainingRun(new TinyTask(model).With(evaluate: evaluate), Plain with { AverageDecay = 0.9 }, 1);
            return [.. run.Steps().Select(r => r.Loss)];
        }
        Assert.Equal(Losses(evaluate: false), Losses(evaluate: true));
    }

    [Fact]
    public void Reports_count_steps_epochs_rows_and_tokens()
    {
        using var model = new TinyModel(3);
        using var run = new TrainingRun(new TinyTask(model, batches: 5, rows: 6).With(evaluate: false), Plain with { Accumulate = 2 }, 1);
        var reports = run.Steps().ToList();
        Assert.Equal(9, run.TotalSteps);
        Assert.Equal(Enumerable.Range(1, 9), reports.Select(r => r.Step));
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3], reports.Select(r => r.Epoch));
        Assert.Equal([12, 12, 6, 12, 12, 6, 12, 12, 6], reports.Select(r => r.Rows));
        Assert.All(reports, r => Assert.Equal(r.Rows * 5, r.Tokens));
        Assert.All(reports, r => Assert.True(r.Seconds > 0 && r.GradientNorm > 0 && r.LearningRate == 0.05));
    }

    [Fact]
    public void A_step_limit_ends_the_run()
    {
        using var model = new TinyModel(3);
        using var run = new TrainingRun(new TinyTask(model).With(), Plain with { MaxSteps = 7 }, 1);
        var reports = run.Steps().ToList();
        Assert.Equal(7, reports.Count);
        Assert.NotNull(reports[^1].Evaluation);
    }

    [Fact]
    public void A_share_of_a_run_is_its_first_steps_and_their_learning_rates()
    {
        static List<(double, double)> Steps(double share)
        {
            using var model = new TinyModel(3);
            using var run = new TrainingRun(new TinyTask(model).With(evaluate: false) with { Share = share }, Plain with { Schedule = new() { Name = "linear", Warmup = 0.1 } }, 1);
            return [.. run.Steps().Select(r => (r.Loss, r.LearningRate))];
        }
        var whole = Steps(1);
        Assert.Equal(whole[..(2 * whole.Count / 3)], Steps(2 / 3.0));
    }

    [Fact]
    public void Training_learns_the_task()
    {
        using var model = new TinyModel(3, dropout: 0);
        var task = new TinyTask(model, batches: 20, rows: 20);
        using var run = new TrainingRun(task.With(), Plain with { Epochs = 20 }, 1);
        var reports = run.Steps().ToList();
        Assert.True(reports[^1].Loss < 0.5 * reports[0].Loss, $"loss {reports[0].Loss} to {reports[^1].Loss}");
    }

    [Fact]
    public void Accumulated_batches_equal_one_large_batch()
    {
        static string Two(bool joined)
        {
            using var model = new TinyModel(3, dropout: 0);
            var task = new TinyTask(model, batches: 2);
            using var run = new TrainingRun(task.With(evaluate: false) with { Batches = joined ? new Joined(task) : task }, Plain with { Accumulate = joined ? 1 : 2, Optimizer = new() { Name = "sgd", LearningRate = 0.5 } }, 1);
            foreach (var _ in run.Steps()) { }
            return string.Join(" ", model.parameters().SelectMany(p => p.data<float>().ToArray()).Select(x => Math.Round(x, 4) + 0.0));
        }
        Assert.Equal(Two(joined: true), Two(joined: false));
    }

    [Fact]
    public void The_best_weights_on_dev_are_in_the_model_at_the_end()
    {
        using var model = new TinyModel(3);
        var task = new TinyTask(model);
        var values = new Queue<double>([0.3, 0.9, 0.5]);
        var prints = new List<string>();
        using var run = new TrainingRun(task.With() with
        {
            Evaluate = () =>
            {
                prints.Add(task.Fingerprint());
                return new Dictionary<string, double> { ["accuracy"] = values.Dequeue() };
            },
        }, Plain with { AverageDecay = 0.5 }, 1);
        var evaluations = run.Steps().Where(r => r.Evaluation is not null).Select(r => r.Evaluation!).ToList();
        Assert.Equal([true, true, false], evaluations.Select(e => e.Improved));
        Assert.Equal((0.9, 10, 1), (evaluations[2].Best, evaluations[2].BestStep, evaluations[2].SinceBest));
        Assert.Equal(prints[1], task.Fingerprint());
    }

    [Fact]
    public void The_last_weights_can_be_kept_whatever_dev_says()
    {
        using var model = new TinyModel(3);
        var task = new TinyTask(model);
        var values = new Queue<double>([0.3, 0.9, 0.5]);
        var last = "";
        using var run = new TrainingRun(task.With() with
        {
            Evaluate = () =>
            {
                last = task.Fingerprint();
                return new Dictionary<string, double> { ["accuracy"] = values.Dequeue() };
            },
        }, Plain with { AverageDecay = 0.5, Stopping = new() { Keep = "last" } }, 1);
        var evaluation = run.Steps().Last().Evaluation!;
        Assert.Equal((0.5, 0.5, 15), (evaluation.Best, run.Best, evaluation.BestStep));
        Assert.Equal(last, task.Fingerprint());
    }

    [Fact]
    public void Patience_stops_the_run()
    {
        using var model = new TinyModel(3);
        using var run = new TrainingRun(new TinyTask(model).With() with
        {
            Metric = new("loss", LowerIsBetter: true),
            Evaluate = () => new Dictionary<string, double> { ["loss"] = 1 },
        }, Plain with { Epochs = 100, Stopping = new() { Patience = 3 } }, 1);
        var reports = run.Steps().ToList();
        Assert.Equal(RunEnd.StoppedEarly, run.End);
        Assert.Equal(4 * 5, reports.Count);
    }

    [Fact]
    public void Frozen_parameters_stay_as_they_are()
    {
        using var model = new TinyModel(3);
        var before = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.data<float>().ToArray());
        using var run = new TrainingRun(new TinyTask(model).With(evaluate: false), Plain with { Groups = [new() { Match = "hidden.*", Freeze = true }] }, 1);
        foreach (var _ in run.Steps()) { }
        foreach (var (name, parameter) in model.named_parameters())
            Assert.Equal(name.StartsWith("hidden", StringComparison.Ordinal), before[name].SequenceEqual(parameter.data<float>().ToArray()));
    }

    [Fact]
    public void A_diverging_run_says_so()
    {
        using var model = new TinyModel(3);
        using var run = new TrainingRun(new TinyTask(model).With(evaluate: false), Plain with { Epochs = 200, ClipNorm = 0, Optimizer = new() { Name = "sgd", LearningRate = 100, Momentum = 0.99, WeightDecay = 10 } }, 1);
        var error = Assert.Throws<InputException>(() => run.Steps().Count());
        Assert.Contains("diverged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_metric_lists_what_there_is()
    {
        using var model = new TinyModel(3);
        using var run = new TrainingRun(new TinyTask(model).With() with { Metric = new("matthews", false) }, Plain, 1);
        var error = Assert.Throws<ArgumentException>(() => run.Steps().Count());
        Assert.Contains("accuracy, loss", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "label", "accuracy", false)]
    [InlineData("auto", "labels", "micro-f1", false)]
    [InlineData("auto", "number", "spearman", false)]
    [InlineData("mae", "number", "mae", true)]
    [InlineData("loss", "label", "loss", true)]
    public void Metric_of_a_recipe(string recipe, string target, string name, bool lower) => Assert.Equal(new DevMetric(name, lower), DevMetric.Of(recipe, target));

    /// <summary>The two batches of an epoch as one.</summary>
    private sealed class Joined(TinyTask task) : IBatchSource
    {
        public int Count(int epoch) => 1;

        public IEnumerable<Batch> Epoch(int epoch, int skip)
        {
            var parts = task.Epoch(epoch, 0).ToList();
            yield return parts[0] with
            {
                Rows = parts.Sum(p => p.Rows), InputIds = [.. parts.SelectMany(p => p.InputIds)], Targets = [.. parts.SelectMany(p => p.Targets)],
            };
        }
    }
}
