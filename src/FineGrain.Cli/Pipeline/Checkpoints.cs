using FineGrain.Core.Recipes;
using FineGrain.Models.HuggingFace.Hub;

namespace FineGrain.Cli.Pipeline;

/// <summary>Where the pretrained checkpoint of a recipe lies.</summary>
internal static class Checkpoints
{
    /// <summary>The folder beside the recipe, or the hub's copy in the cache (downloaded when it is not there).</summary>
    public static string Folder(PretrainedRecipe recipe, string recipeFolder)
    {
        var beside = Path.Combine(recipeFolder, recipe.Checkpoint);
        return Directory.Exists(beside) ? beside : HubCheckpoint.Resolve(recipe.Checkpoint);
    }
}
