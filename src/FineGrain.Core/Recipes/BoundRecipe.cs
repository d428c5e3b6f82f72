namespace FineGrain.Core.Recipes;

/// <summary>A recipe with every default resolved, and where each value comes from.</summary>
public sealed class BoundRecipe
{
    private readonly RecipeOrigins origins;

    internal BoundRecipe(Recipe recipe, RecipeOrigins origins)
    {
        Recipe = recipe;
        this.origins = origins;
    }

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>Whether <paramref name="path"/> (e.g. <c>data.train[0].path</c>) was written, not left to its default.</summary>
    public bool IsGiven(string path) => origins.IsGiven(path);

    /// <summary><c>default</c>, <c>file:line</c> or <c>--set</c>.</summary>
    public string OriginOf(string path) => origins.OriginOf(path);

    /// <summary>Where <paramref name="path"/>, or the nearest section around it that was written, stands.</summary>
    public RecipeMark MarkOf(string path) => origins.MarkOf(path);
}
