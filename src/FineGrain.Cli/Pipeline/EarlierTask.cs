using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Inference;
using FineGrain.Models.HuggingFace.Hub;

namespace FineGrain.Cli.Pipeline;

/// <summary>
/// A recipe whose network another recipe goes on from, such as one that has learnt sentiment from other labels (intermediate-task training, Phang et al. 2018): trained once, kept in the cache
/// by the hash of all that decides it.
/// </summary>
internal sealed class EarlierTask
{
    private readonly string path;
    private readonly BoundRecipe bound;
    private readonly RunFolder run;

    private EarlierTask(string path, BoundRecipe bound, string hash)
    {
        (this.path, this.bound) = (path, bound);
        run = new(Path.Combine(CacheFolder.Find(), "models", $"{bound.Recipe.Name}-{hash[..16]}"));
    }

    /// <summary>The task of a recipe; trains nothing.</summary>
    /// <param name="path">Full path of the recipe.</param>
    /// <param name="bound">The recipe.</param>
    /// <param name="hash">Its fingerprint.</param>
    /// <exception cref="InputException">Its model has no network of its own to go on from.</exception>
    public static EarlierTask Of(string path, BoundRecipe bound, string hash) => bound.Recipe.Model is not (EnsembleRecipe or PretrainedRecipe)
        ? new(path, bound, hash)
        : throw new InputException(path, $"has a model of family {bound.Recipe.Model.Family}; another recipe can go on from mlp, cnn, rnn or transformer. For an ensemble name a recipe of the member that should teach; a checkpoint that was trained here can be 'model.checkpoint' of family pretrained.");

    /// <summary>The folder of its model, which is trained where the cache has none; a training that was stopped goes on.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C; the checkpoint is written.</exception>
    /// <exception cref="InputException">Data and recipe do not fit, or the cache cannot be written.</exception>
    public string Model(IRunDisplay display, CancellationToken stop)
    {
        if (ModelFolder.IsOne(run.Model)) return run.Model;
        display.Say($"{bound.Recipe.Name}, which this starts from, is not in the cache yet; it is trained once, into {run.Path}");
        Beginning.Prepare(bound.Recipe.Model, Path.GetDirectoryName(path)!, display, stop);
        var prepared = Preparation.Run(bound, path, run, new Progress<HubProgress>(), stop);
        Seeds.TrainWhole(prepared.Recipe.Training.Seeds, prepared, run, display, stop);
        Export.Publish(prepared, run);
        return run.Model;
    }

    /// <summary>The examples that the model was trained on.</summary>
    public IEnumerable<Example> Learned()
    {
        string[] splits = bound.Recipe.Training.Refit ? ["train", "dev"] : ["train"];
        return splits.Select(run.Split).Where(File.Exists).SelectMany(ExampleFile.Read);
    }
}
