namespace FineGrain.Core.Recipes;

/// <summary>A pretraining recipe with every default resolved, and where each value comes from.</summary>
public sealed class BoundPretrain
{
    private readonly RecipeOrigins origins;

    internal BoundPretrain(PretrainRecipe recipe, RecipeOrigins origins)
    {
        Recipe = recipe;
        this.origins = origins;
    }

    /// <summary>The recipe.</summary>
    public PretrainRecipe Recipe { get; }

    /// <summary><c>default</c>, <c>file:line</c> or <c>--set</c>.</summary>
    public string OriginOf(string path) => origins.OriginOf(path);

    /// <summary>Where <paramref name="path"/>, or the nearest section around it that was written, stands.</summary>
    public RecipeMark MarkOf(string path) => origins.MarkOf(path);
}
