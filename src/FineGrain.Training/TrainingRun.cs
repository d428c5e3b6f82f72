using System.Diagnostics;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Encoders;
using FineGrain.Models.Safetensors;
using FineGrain.Training.Checkpoints;
using FineGrain.Training.Optimizers;
using FineGrain.Training.Schedules;
using static TorchSharp.torch;

namespace FineGrain.Training;

/// <summary>
/// One training run with one seed. <see cref="Steps"/> is the loop: a sequence of reports that the caller consumes, logs and may leave at any time.
/// The same task, recipe, seed and thread count give the same bits. When a checkpoint stands at the task's path, the run takes up there.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly TrainingTask task;
    private readonly TrainingRecipe recipe;
    private readonly int seed;
    private readonly ModelWeights weights;
    private readonly Optimizer optimizer;
    private readonly LearningRate schedule;
    private readonly WeightAverage? average;
    private RunPosition position = new();

    /// <summary>Prepares the run and, where a checkpoint stands, resumes it.</summary>
    /// <exception cref="InputException">The recipe does not fit the model or the processor, there is nothing to train on, or the checkpoint belongs to another run.</exception>
    public TrainingRun(TrainingTask task, TrainingRecipe recipe, int seed)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(recipe);
        (this.task, this.recipe, this.seed) = (task, recipe, seed);
        Allocator.KeepFreed();
        ThreadCount = Threads.Use(recipe.Threads);
        var mixed = recipe.Precision == "bfloat16";
        if (!Bfloat16Products.Use(task.Model, mixed) && mixed)
            throw new InputException("training.precision", "is bfloat16, but the network has no Transformer layer, and only their products can be. Leave it out, or use a family with Transformer layers (transformer, pretrained).");
        if (mixed && !Bfloat16Products.InHardware)
            throw new InputException("training.precision", "is bfloat16, for which this processor has no instructions (AVX512-BF16 or AMX-BF16): products would be 2 to 30 times slower than in float32. Set it to float32; its scores are as good.");
        weights = new(task.Model);
        var parameters = ParameterPlan.Of(weights.Parameters, recipe, task.LayerOf, task.EmbeddingNames);
        optimizer = new(Optimizer.Rule(recipe.Optimizer), parameters, ThreadCount);
        average = recipe.AverageDecay > 0 ? new(parameters, recipe.AverageDecay, ThreadCount) : null;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(task.Share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(task.Share, 1);
        var steps = CountSteps();
        TotalSteps = Math.Max(1, (int)Math.Round(steps * task.Share));
        schedule = new(recipe.Schedule, recipe.Optimizer.LearningRate, steps);
        if (task.CheckpointPath is { } path && File.Exists(path)) Resume(path);
        ResumedFrom = position.Step;
    }

    /// <summary>CPU threads of the run.</summary>
    public int ThreadCount { get; }

    /// <summary>Steps of the whole run if it is not stopped early.</summary>
    public int TotalSteps { get; }

    /// <summary>Steps that were done before this process took up the run; 0 for a fresh one.</summary>
    public int ResumedFrom { get; }

    /// <summary>Why the sequence ended.</summary>
    public RunEnd End => position.End;

    /// <summary>Value of the dev metric with the weights that are kept: the best, or with <c>keep: last</c> the last; null before the first evaluation.</summary>
    public double? Best => position.Best;

    /// <summary>
    /// The loop. After the last report the model holds the chosen weights: the best on dev (with <c>keep: last</c> those of the last evaluation), else the averaged, else the last.
    /// A cancelled run writes a checkpoint before the next step and ends its sequence; leaving the sequence otherwise writes nothing.
    /// </summary>
    /// <exception cref="InputException">The loss is no longer a number, or a checkpoint cannot be written (the last good one stays).</exception>
    public IEnumerable<StepReport> Steps(CancellationToken cancel = default)
    {
        if (position.End == RunEnd.Cancelled) position = position with { End = RunEnd.Running };
        while (position.Step < TotalSteps && position.End == RunEnd.Running)
        {
            foreach (var batches in task.Batches.Epoch(position.Epoch, position.Batch).Chunk(recipe.Accumulate))
            {
                if (cancel.IsCancellationRequested)
                {
                    position = position with { End = RunEnd.Cancelled };
                    WriteCheckpoint();
                    yield break;
                }
                var report = Step(batches);
                if (EvaluationIsDue()) report = report with { Evaluation = Evaluate() };
                if (CheckpointIsDue()) report = report with { CheckpointWritten = WriteCheckpoint() };
                yield return report;
                if (position.Batch == 0 || position.Step == TotalSteps || position.End != RunEnd.Running) break;
            }
            if (position.Step < TotalSteps && position.Batch > 0 && position.End == RunEnd.Running)
                throw new InvalidOperationException($"the batch source promised {task.Batches.Count(position.Epoch)} batches for epoch {position.Epoch} and gave {position.Batch}");
        }
        if (position.End == RunEnd.Running) position = position with { End = RunEnd.Completed };
        if (!weights.RestoreBest()) average?.Swap();
    }

    /// <summary>Forward, backward and update on the batches of one step.</summary>
    private StepReport Step(Batch[] batches)
    {
        var start = task.Clock.GetTimestamp();
        var epoch = position.Epoch;
        var rows = batches.Sum(b => b.Rows);
        double loss = 0;
        task.Model.train();
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            manual_seed(ForwardSeed(seed, position.Forward));
            var share = (float)batch.Rows / rows;
            var batchLoss = task.Objective.Loss(batch, position.Forward);
            loss += batchLoss.item<float>() * share;
            (batches.Length == 1 ? batchLoss : batchLoss * share).backward();
            position = position with { Forward = position.Forward + 1 };
        }
        var step = position.Step + 1;
        var rate = schedule.At(step);
        var norm = optimizer.Step(rate, recipe.ClipNorm);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
            throw new InputException("training", $"step {step}: loss {loss}, gradient norm {norm}: training diverged. Lower optimizer.learning_rate (now {rate:g3}), "
                + "lengthen schedule.warmup or set clip_norm; the last checkpoint is unchanged.");
        average?.Update(step);

        var used = position.Batch + batches.Length;
        var epochEnds = used >= task.Batches.Count(epoch);
        position = position with { Step = step, Epoch = epochEnds ? epoch + 1 : epoch, Batch = epochEnds ? 0 : used };
        return new()
        {
            Step = step, TotalSteps = TotalSteps, Epoch = epoch + 1, Loss = loss, LearningRate = rate, GradientNorm = norm,
            Rows = rows, Tokens = batches.Sum(b => b.Tokens), Seconds = task.Clock.GetElapsedTime(start).TotalSeconds,
        };
    }

    /// <summary>A seed for torch's generator, which looks at 32 bits only: both numbers mixed as in SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static long ForwardSeed(int seed, long forward)
    {
        var z = (ulong)(uint)seed * 0x9E3779B97F4A7C15 + (ulong)forward;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (long)((z ^ (z >> 31)) & 0xFFFF_FFFF);
    }

    private bool EvaluationIsDue() => task.Evaluate is not null && (position.Step == TotalSteps
        || (recipe.Stopping.EverySteps > 0 ? position.Step % recipe.Stopping.EverySteps == 0 : position.Batch == 0));

    private bool CheckpointIsDue() => task.CheckpointPath is not null && (position.Step == TotalSteps || position.End != RunEnd.Running
        || (recipe.CheckpointSteps > 0 ? position.Step % recipe.CheckpointSteps == 0 : position.Batch == 0));

    /// <summary>Scores the model (with averaged weights, if any), keeps its weights where they are to be kept, and decides about stopping.</summary>
    private DevEvaluation Evaluate()
    {
        task.Model.eval();
        average?.Swap();
        try
        {
            using var scope = NewDisposeScope();
            using var still = no_grad();
            var metrics = task.Evaluate!();
            if (!metrics.TryGetValue(task.Metric.Name, out var value))
                throw new ArgumentException($"the evaluation returns no '{task.Metric.Name}', only {string.Join(", ", metrics.Keys)}");
            var improved = task.Metric.Replaces(value, position.Best, recipe.Stopping);
            if (improved) weights.KeepAsBest();
            position = improved
                ? position with { Best = value, BestStep = position.Step, SinceBest = 0 }
                : position with { SinceBest = position.SinceBest + 1 };
            if (recipe.Stopping.Patience > 0 && position.SinceBest >= recipe.Stopping.Patience) position = position with { End = RunEnd.StoppedEarly };
            return new()
            {
                Metrics = metrics, Metric = task.Metric.Name, Value = value, Improved = improved,
                Best = position.Best ?? throw new UnreachableException("an evaluation leaves a best value"), BestStep = position.BestStep, SinceBest = position.SinceBest,
            };
        }
        finally
        {
            average?.Swap();
        }
    }

    private int CountSteps()
    {
        long steps = 0;
        for (var epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            var batches = task.Batches.Count(epoch);
            if (batches <= 0) throw new InputException("training", $"epoch {epoch + 1} has no batches: there are no training examples. Check the train split with 'finegrain data check'.");
            steps += (batches + recipe.Accumulate - 1) / recipe.Accumulate;
        }
        return (int)Math.Min(steps, recipe.MaxSteps > 0 ? recipe.MaxSteps : int.MaxValue);
    }

    private bool WriteCheckpoint()
    {
        if (task.CheckpointPath is null) return false;
        Checkpoint.Write(task.CheckpointPath, State(), Tensors().Concat(weights.Best.Select(w => ($"best/{w.Name}", w.Value))));
        return true;
    }

    private void Resume(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        position = Checkpoint.ReadPosition(reader, path, State());
        Checkpoint.ReadInto(reader, path, Tensors());
        optimizer.Steps = position.Step;
        if (position.Best is null) return;
        weights.KeepAsBest(); // makes room, then overwritten
        Checkpoint.ReadInto(reader, path, weights.Best.Select(w => ($"best/{w.Name}", w.Value)));
    }

    private CheckpointState State() => new() { Seed = seed, Threads = ThreadCount, Identity = task.Identity, Recipe = recipe with { Threads = 0, Seeds = [], Refit = false }, Position = position };

    private IEnumerable<(string Name, Tensor Value)> Tensors() => weights.All.Select(w => ($"model/{w.Name}", w.Value))
        .Concat(optimizer.State.Select(s => ($"optimizer/{s.Name}", s.Value)))
        .Concat(average?.State.Select(a => ($"average/{a.Name}", a.Value)) ?? []);

    /// <summary>Frees the optimiser's state and the kept weights; the model stays.</summary>
    public void Dispose()
    {
        optimizer.Dispose();
        average?.Dispose();
        weights.Dispose();
    }
}
