using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Inference;
using FineGrain.Training;

namespace FineGrain.Cli.Pipeline;

/// <summary>Trains each seed of a recipe to its model folder; what an earlier, stopped run finished is not done again.</summary>
internal static class Seeds
{
    /// <summary>Trains all seeds, several at once where the cores carry them.</summary>
    /// <param name="prepared">What the seeds share.</param>
    /// <param name="folder">Where they write.</param>
    /// <param name="jobs">Seeds at once; 0 leaves it to the machine.</param>
    /// <param name="child">Arguments of the verb that trains, for the processes of single seeds.</param>
    /// <param name="display">Shows the loop.</param>
    /// <param name="stop">Ctrl-C.</param>
    /// <exception cref="OperationCanceledException">Ctrl-C; the checkpoint is written.</exception>
    /// <exception cref="InputException">Data, recipe and model do not fit, or the folder cannot be written.</exception>
    public static void Train(Preparation prepared, RunFolder folder, int jobs, IReadOnlyList<string> child, IRunDisplay display, CancellationToken stop)
    {
        var models = folder.Final(prepared.Recipe.Training.Refit);
        var open = prepared.Recipe.Training.Seeds.Where(seed => !Done(models, seed, display)).ToList();
        var parallel = SeedProcesses.Jobs(jobs, open.Count, prepared.Recipe.Training.Threads, Threads.PhysicalCores());
        if (parallel == 1) TrainWhole(open, prepared, folder, display, stop);
        else
        {
            // Asks the teacher once, before each seed would: its answers are kept on disk.
            if (Teaching.Of(prepared, display, stop) is not null && prepared.Recipe.Training.Refit) _ = Teaching.Of(prepared.WithDev(), display, stop);
            SeedProcesses.Train(open, parallel, child, display, stop);
        }
    }

    /// <summary>Trains the seeds in this process and, where the recipe asks for it, once more on train and dev together.</summary>
    public static void TrainWhole(IReadOnlyList<int> seeds, Preparation prepared, RunFolder folder, IRunDisplay display, CancellationToken stop)
    {
        TrainHere([.. seeds.Where(seed => !HasModel(folder, seed))], prepared, folder, display, stop);
        if (prepared.Recipe.Training.Refit) TrainHere([.. seeds.Where(seed => !HasModel(folder.Refit, seed))], prepared.WithDev(), folder.Refit, display, stop, refit: new(folder, prepared.Recipe));
    }

    /// <summary>Trains the seeds one after the other in this process.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="prepared">What the seeds share.</param>
    /// <param name="folder">Where they write.</param>
    /// <param name="display">Shows the loop.</param>
    /// <param name="stop">Ctrl-C.</param>
    /// <param name="start">The weights to begin with; null draws fresh ones.</param>
    /// <param name="refit">What earlier runs of the seeds chose on dev, where these train without; null for the first ones.</param>
    public static void TrainHere(IReadOnlyList<int> seeds, Preparation prepared, RunFolder folder, IRunDisplay display, CancellationToken stop, StartingPoint? start = null, Refitting? refit = null)
    {
        TrainingBatches? batches = null;
        Teaching? teaching = null;
        foreach (var seed in seeds)
        {
            if (batches is null)
            {
                teaching = Teaching.Of(prepared, display, stop);
                batches = new(teaching?.Examples ?? prepared.Data.Train, prepared.Encoder, prepared.Data.Labels, prepared.Recipe, prepared.Spans);
            }
            using var run = new SeedRun(prepared, batches, teaching, folder, seed, start, refit);
            if (refit is not null) display.Say(string.Create(CultureInfo.InvariantCulture, $"refit   seed {seed} on {prepared.Data.Train.Count} of train and dev, {run.TotalSteps} steps"));
            else if (seed == seeds[0])
            {
                display.Say(string.Create(CultureInfo.InvariantCulture, $"model   {prepared.Recipe.Model.Family}, {run.Parameters:#,0} parameters, {run.ThreadCount} threads"));
                foreach (var line in run.CheckpointLines) display.Say(line);
                if (start is null)
                    foreach (var line in prepared.Vectors.Lines(prepared.Tokenizer)) display.Say(line);
            }
            if (run.ResumedFrom > 0) display.Say($"seed {seed}  goes on after step {run.ResumedFrom}");
            using (var log = new StepLog(folder.Steps(seed), run.ResumedFrom)) display.Watch($"seed {seed}", run.Steps(stop), log.Add);
            if (run.End == RunEnd.Cancelled) throw new OperationCanceledException(stop);
            run.WriteModel(folder.SeedModel(seed));
        }
    }

    private static bool Done(RunFolder folder, int seed, IRunDisplay display)
    {
        var done = HasModel(folder, seed);
        if (done) display.Say($"seed {seed}  is done already");
        return done;
    }

    private static bool HasModel(RunFolder folder, int seed) => ModelFolder.IsOne(folder.SeedModel(seed));
}
