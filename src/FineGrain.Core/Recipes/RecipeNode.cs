namespace FineGrain.Core.Recipes;

/// <summary>Where a piece of a recipe was written.</summary>
/// <param name="Origin">File as the user named it, or <c>--set</c>.</param>
/// <param name="Line">1-based line; 0 where there is none (a command-line override).</param>
/// <param name="Column">1-based column.</param>
public readonly record struct RecipeMark(string Origin, int Line, int Column)
{
    /// <summary><c>file:line</c>, or the origin alone.</summary>
    public string Place => Line > 0 ? $"{Origin}:{Line}" : Origin;

    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Origin}:{Line}:{Column}" : Origin;
}

/// <summary>A recipe as it was written, before anything is known about its keys: a tree of scalars, lists and maps, independent of YAML.</summary>
/// <param name="Mark">Where it stands.</param>
public abstract record RecipeNode(RecipeMark Mark);

/// <summary>A single value.</summary>
/// <param name="Text">Its characters, quotes removed.</param>
/// <param name="Quoted">Whether it was quoted; a quoted <c>true</c>, <c>12</c> or <c>null</c> is text.</param>
/// <param name="Mark">Where it stands.</param>
public sealed record RecipeScalar(string Text, bool Quoted, RecipeMark Mark) : RecipeNode(Mark)
{
    /// <summary>Whether nothing was written: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => !Quoted && (Text is "" or "~" or "null" or "Null" or "NULL");
}

/// <summary>An ordered list.</summary>
/// <param name="Items">Its elements.</param>
/// <param name="Mark">Where it starts.</param>
public sealed record RecipeList(IReadOnlyList<RecipeNode> Items, RecipeMark Mark) : RecipeNode(Mark);

/// <summary>Keys with values, each key once.</summary>
/// <param name="Entries">In the order written.</param>
/// <param name="Mark">Where it starts.</param>
public sealed record RecipeMap(IReadOnlyList<RecipeEntry> Entries, RecipeMark Mark) : RecipeNode(Mark);

/// <summary>One key of a map.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyMark">Where the key stands.</param>
/// <param name="Value">Its value.</param>
public sealed record RecipeEntry(string Key, RecipeMark KeyMark, RecipeNode Value);
