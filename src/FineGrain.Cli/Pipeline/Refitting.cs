using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Inference;
using FineGrain.Training;

namespace FineGrain.Cli.Pipeline;

/// <summary>What the first training of each seed chose on dev, for the second one that learns from dev as well and so cannot choose any more.</summary>
/// <param name="chosen">The run of the first trainings.</param>
/// <param name="recipe">Its recipe.</param>
internal sealed class Refitting(RunFolder chosen, Recipe recipe)
{
    /// <summary>Share of the recipe's steps that the kept weights took.</summary>
    /// <exception cref="InputException">The first training was never scored on dev.</exception>
    public double Share(int seed) => StepLog.Kept(chosen.Steps(seed), recipe.Training.Stopping, DevMetric.Of(recipe.Training.Stopping.Metric, recipe.Target))?.Share
        ?? throw new InputException(chosen.Steps(seed), "has no score on dev, so there is no length for the refit. Start the run again without --resume.");

    /// <summary>The manifest whose calibration holds for the second network too: on dev, which it has learnt, it could not be fitted.</summary>
    public ModelManifest Decisions(int seed) => ModelFolder.Open(chosen.SeedModel(seed)).Manifest;
}
