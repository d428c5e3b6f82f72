using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Recipes;

/// <summary>Opens recipe files: YAML, then overrides, then the binder.</summary>
public static class YamlRecipe
{
    /// <summary>Reads and binds a recipe.</summary>
    /// <param name="path">The YAML file; positions in messages carry its name as given.</param>
    /// <param name="overrides"><c>key=value</c> of <c>--set</c>, e.g. <c>training.epochs=3</c>; the value is YAML, so lists are written <c>[1, 2]</c>.</param>
    /// <exception cref="InputException">The file is missing or is no YAML, or the recipe is wrong.</exception>
    public static BoundRecipe Load(string path, IEnumerable<string>? overrides = null) => Bind(Text(path), path, overrides);

    /// <summary>Reads and binds the recipe of a pretraining.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides"><c>key=value</c> of <c>--set</c>.</param>
    /// <exception cref="InputException">The file is missing or is no YAML, or the recipe is wrong.</exception>
    public static BoundPretrain LoadPretrain(string path, IEnumerable<string>? overrides = null) => BindPretrain(Text(path), path, overrides);

    /// <summary>Whether a file is the recipe of a pretraining: it has the key <c>objective</c>.</summary>
    /// <exception cref="InputException">The file is missing or is no YAML.</exception>
    public static bool IsPretrain(string path) => IsPretrain(YamlTree.Parse(Text(path), path));

    private static bool IsPretrain(RecipeNode root) => root is RecipeMap map && map.Entries.Any(e => e.Key == "objective");

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"the recipe cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Binds a recipe that is already in memory; <paramref name="name"/> stands in its messages.</summary>
    /// <exception cref="InputException">The text is no YAML, or the recipe is wrong.</exception>
    public static BoundRecipe Bind(string text, string name, IEnumerable<string>? overrides = null)
    {
        var root = Tree(text, name, overrides);
        if (IsPretrain(root)) throw new InputException(name, $"is the recipe of a pretraining. Run it with 'finegrain pretrain {name}', or name it as 'model.vectors' of a recipe.");
        return RecipeBinder.Bind(root);
    }

    /// <summary>Binds the recipe of a pretraining that is already in memory.</summary>
    /// <exception cref="InputException">The text is no YAML, or the recipe is wrong.</exception>
    public static BoundPretrain BindPretrain(string text, string name, IEnumerable<string>? overrides = null)
    {
        var root = Tree(text, name, overrides);
        return IsPretrain(root) || root is not RecipeMap
            ? RecipeBinder.BindPretrain(root)
            : throw new InputException(name, $"is no recipe of a pretraining: the key 'objective' is missing. Write 'objective: vectors', or run a recipe with 'finegrain run {name}'.");
    }

    private static RecipeNode Tree(string text, string name, IEnumerable<string>? overrides)
    {
        var root = YamlTree.Parse(text, name);
        foreach (var pair in overrides ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new InputException("--set", $"'{pair}' is not KEY=VALUE. Write e.g. --set training.epochs=3.");
            var value = Override(pair[(equals + 1)..]);
            root = RecipeOverride.Apply(root, pair[..equals].Trim(), value);
        }
        return root;
    }

    /// <summary>The value with every mark set to <c>--set</c>: its line 1 is no line of the recipe.</summary>
    private static RecipeNode Override(string yaml)
    {
        var mark = new RecipeMark("--set", 0, 0);
        return yaml.Length == 0 ? new RecipeScalar("", Quoted: true, mark) : Remark(YamlTree.Parse(yaml, "--set"));

        RecipeNode Remark(RecipeNode node) => node switch
        {
            RecipeScalar scalar => scalar with { Mark = mark },
            RecipeList list => new RecipeList([.. list.Items.Select(Remark)], mark),
            RecipeMap map => new RecipeMap([.. map.Entries.Select(e => new RecipeEntry(e.Key, mark, Remark(e.Value)))], mark),
            _ => node,
        };
    }
}
