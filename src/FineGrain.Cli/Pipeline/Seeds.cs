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
    /// <summary>Trains all seeds.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C; the checkpoint is written.</exception>
    /// <exception cref="InputException">Data, recipe and model do not fit, or the folder cannot be written.</exception>
    public static void Train(Preparation prepared, RunFolder folder, IRunDisplay display, CancellationToken stop)
    {
        var seeds = prepared.Recipe.Training.Seeds;
        TrainingBatches? batches = null;
        Teaching? teaching = null;
        foreach (var seed in seeds)
        {
            if (File.Exists(Path.Combine(folder.SeedModel(seed), ModelFolder.ManifestFile)))
            {
                display.Say($"seed {seed}  is done already");
                continue;
            }
            if (batches is null)
            {
                teaching = Teaching.Of(prepared, display, stop);
                batches = new(teaching?.Examples ?? prepared.Data.Train, prepared.Encoder, prepared.Data.Labels, prepared.Recipe);
            }
            using var run = new SeedRun(prepared, batches, teaching, folder, seed);
            if (seed == seeds[0])
            {
                display.Say(string.Create(CultureInfo.InvariantCulture, $"model   {prepared.Recipe.Model.Family}, {run.Parameters:#,0} parameters, {run.ThreadCount} threads"));
                foreach (var line in run.CheckpointLines) display.Say(line);
            }
            if (run.ResumedFrom > 0) display.Say($"seed {seed}  goes on after step {run.ResumedFrom}");
            using (var log = new StepLog(folder.Steps(seed), run.ResumedFrom)) display.Watch($"seed {seed}", run.Steps(stop), log.Add);
            if (run.End == RunEnd.Cancelled) throw new OperationCanceledException(stop);
            run.WriteModel(folder.SeedModel(seed));
        }
    }
}
