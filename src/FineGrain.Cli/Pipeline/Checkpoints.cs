using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;
using FineGrain.Models.HuggingFace;
using FineGrain.Models.HuggingFace.Hub;

namespace FineGrain.Cli.Pipeline;

/// <summary>The pretrained checkpoints that a recipe names, as folders of this machine.</summary>
internal static class Checkpoints
{
    /// <summary>The model section with the full path of a folder in place of each checkpoint: the folder beside the recipe, or the hub's copy in the cache (downloaded when it is not there).</summary>
    /// <exception cref="InputException">A checkpoint cannot be had.</exception>
    public static ModelRecipe Resolve(ModelRecipe model, string recipeFolder, IProgress<HubProgress>? progress, CancellationToken stop) => model switch
    {
        PretrainedRecipe pretrained => pretrained with { Checkpoint = Folder(pretrained.Checkpoint, recipeFolder, progress, stop) },
        EnsembleRecipe ensemble => ensemble with { Members = [.. ensemble.Members.Select(member => Resolve(member, recipeFolder, progress, stop))] },
        _ => model,
    };

    /// <summary>The folders of a resolved model section, in its order.</summary>
    public static IReadOnlyList<string> Folders(ModelRecipe model) => model switch
    {
        PretrainedRecipe pretrained => [pretrained.Checkpoint],
        EnsembleRecipe ensemble => [.. ensemble.Members.SelectMany(Folders).Distinct(StringComparer.Ordinal)],
        _ => [],
    };

    /// <summary>Refuses inputs that are longer than a checkpoint has positions for; before any data are read.</summary>
    /// <exception cref="InputException">Names the place of <c>tokenizer.max_length</c> in the recipe.</exception>
    public static void CheckLength(BoundRecipe bound, ModelRecipe model)
    {
        const string Key = "tokenizer.max_length";
        var asked = bound.Recipe.Tokenizer.MaxLength;
        foreach (var folder in Folders(model))
            if (PretrainedModel.LongestInput(folder) is var longest && asked > longest)
                throw new InputException(bound.MarkOf(Key).ToString(),
                    $"'{Key}' is {asked}{(bound.IsGiven(Key) ? "" : " by default")}, but the checkpoint in {folder} has positions for {longest} tokens. Set it to at most {longest}.");
    }

    /// <summary>The tokenizer that the checkpoints bring.</summary>
    /// <exception cref="InputException">None, or several that differ: the members of an ensemble read the same ids.</exception>
    public static Tokenizer Tokenizer(IReadOnlyList<string> folders)
    {
        var first = Data.Tokenization.Tokenizer.Load(folders[0]);
        foreach (var other in folders.Skip(1))
            if (Data.Tokenization.Tokenizer.Load(other).ToJson() != first.ToJson())
                throw new InputException("model.members", $"the checkpoints in {folders[0]} and {other} have different tokenizers, but the members of an ensemble read the same tokens. Keep one of them.");
        return first;
    }

    private static string Folder(string checkpoint, string recipeFolder, IProgress<HubProgress>? progress, CancellationToken stop)
    {
        var beside = Path.GetFullPath(Path.Combine(recipeFolder, checkpoint));
        return Directory.Exists(beside) ? beside : Task.Run(() => HubCheckpoint.ResolveAsync(checkpoint, null, progress, stop), stop).GetAwaiter().GetResult();
    }
}
