namespace FineGrain.Core.Recipes;

/// <summary>A recipe with every default resolved, and where each value comes from.</summary>
public sealed class BoundRecipe
{
    private readonly IReadOnlyDictionary<string, RecipeMark> marks;

    internal BoundRecipe(Recipe recipe, IReadOnlyDictionary<string, RecipeMark> marks)
    {
        Recipe = recipe;
        this.marks = marks;
    }

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>Whether <paramref name="path"/> (e.g. <c>data.train[0].path</c>) was written, not left to its default.</summary>
    public bool IsGiven(string path) => marks.ContainsKey(path);

    /// <summary><c>default</c>, <c>file:line</c> or <c>--set</c>.</summary>
    public string OriginOf(string path) => marks.TryGetValue(path, out var mark) ? mark.Place : "default";

    /// <summary>Where <paramref name="path"/>, or the nearest section around it that was written, stands.</summary>
    public RecipeMark MarkOf(string path)
    {
        while (!marks.ContainsKey(path) && path.Length > 0)
            path = path[..Math.Max(0, Math.Max(path.LastIndexOf('.'), path.LastIndexOf('[')))];
        return marks[path];
    }
}
