namespace FineGrain.Core.Recipes;

/// <summary>Where each written value of a recipe stands.</summary>
internal sealed class RecipeOrigins(IReadOnlyDictionary<string, RecipeMark> marks)
{
    public bool IsGiven(string path) => marks.ContainsKey(path);

    public string OriginOf(string path) => marks.TryGetValue(path, out var mark) ? mark.Place : "default";

    public RecipeMark MarkOf(string path)
    {
        while (!marks.ContainsKey(path) && path.Length > 0)
            path = path[..Math.Max(0, Math.Max(path.LastIndexOf('.'), path.LastIndexOf('[')))];
        return marks[path];
    }
}
