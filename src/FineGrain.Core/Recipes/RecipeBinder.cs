using System.Collections;

namespace FineGrain.Core.Recipes;

/// <summary>
/// Turns a recipe tree into a <see cref="Recipe"/>. Keys are the property names of the recipe records in snake_case. Every failure is collected
/// and reported at once: unknown keys with the nearest known one, values of the wrong type or out of range, missing keys, and then the rules
/// that join several keys (<see cref="RecipeRules"/>).
/// </summary>
public sealed class RecipeBinder
{
    private readonly List<(RecipeMark Mark, string Message)> failures = [];
    private readonly Dictionary<string, RecipeMark> marks = new(StringComparer.Ordinal);

    private RecipeBinder() { }

    /// <summary>Binds <paramref name="root"/>.</summary>
    /// <exception cref="InputException">The recipe is wrong; the message has one line for each failure, with its position.</exception>
    public static BoundRecipe Bind(RecipeNode root)
    {
        var binder = new RecipeBinder();
        var bound = new BoundRecipe(binder.Root<Recipe>(root), new(binder.marks));
        foreach (var (path, message) in RecipeRules.Check(bound)) binder.failures.Add((bound.MarkOf(path), message));
        binder.ThrowIfAny();
        return bound;
    }

    /// <summary>Binds <paramref name="root"/> as the recipe of a pretraining.</summary>
    /// <exception cref="InputException">The recipe is wrong; the message has one line for each failure, with its position.</exception>
    public static BoundPretrain BindPretrain(RecipeNode root)
    {
        var binder = new RecipeBinder();
        var bound = new BoundPretrain(binder.Root<PretrainRecipe>(root), new(binder.marks));
        foreach (var (path, message) in PretrainRules.Check(bound.Recipe)) binder.failures.Add((bound.MarkOf(path), message));
        binder.ThrowIfAny();
        return bound;
    }

    private T Root<T>(RecipeNode root) where T : class
    {
        var section = (T?)Section(root, typeof(T), "");
        ThrowIfAny();
        return section!;
    }

    private object? Value(RecipeNode node, Type type, RecipeKeyAttribute about, string path)
    {
        marks[path] = node.Mark;
        if (RecipeField.ElementOf(type) is { } element) return List(node, type, element, about, path);
        if (RecipeField.ValueOf(type) is { } value) return Map(node, type, value, about, path);
        if (RecipeField.IsSection(type)) return Section(node, type, path);
        if (node is not RecipeScalar scalar) return Fail(node.Mark, $"'{path}' must be {RecipeValue.Kind(type)}, not {Shape(node)}.");
        var read = RecipeValue.Read(scalar, type, about, path, out var failure);
        return failure is null ? read : Fail(node.Mark, failure);
    }

    private object? List(RecipeNode node, Type type, Type element, RecipeKeyAttribute about, string path)
    {
        if (node is not RecipeList list) return Fail(node.Mark, $"'{path}' must be {RecipeValue.Kind(type)}, not {Shape(node)}. Write [ … ], or '- ' before each element.");
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        for (var i = 0; i < list.Items.Count; i++)
            if (Value(list.Items[i], element, about, $"{path}[{i}]") is { } item) items.Add(item);
        if (about.Required && list.Items.Count == 0) Fail(node.Mark, $"'{path}' is empty. {about.Meaning}");
        return items;
    }

    private object? Map(RecipeNode node, Type type, Type value, RecipeKeyAttribute about, string path)
    {
        if (node is not RecipeMap map) return Fail(node.Mark, $"'{path}' must be {RecipeValue.Kind(type)}, not {Shape(node)}.");
        var items = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var entry in map.Entries)
            if (Value(entry.Value, value, about, $"{path}.{entry.Key}") is { } item) items[entry.Key] = item;
        return items;
    }

    private object? Section(RecipeNode node, Type type, string path)
    {
        marks[path] = node.Mark;
        if (node is not RecipeMap map) return Fail(node.Mark, $"{Name(path)} must be a section with keys of its own, not {Shape(node)}.");
        var variant = "";
        if (RecipeField.Variants(type) is { Count: > 0 } variants)
        {
            var chosen = Variant(map, type, variants, path);
            if (chosen is null) return null;
            variant = $" ({chosen.Key} {chosen.Value})";
            type = chosen.Type;
        }
        var fields = RecipeField.Of(type);
        var section = Activator.CreateInstance(type)!;
        foreach (var entry in map.Entries)
        {
            var field = fields.FirstOrDefault(f => f.Key == entry.Key);
            if (field is null) Unknown(entry, fields, type, path, variant);
            else if (field.Property.CanWrite && Value(entry.Value, field.Type, field.About, Join(path, field.Key)) is { } value) field.Property.SetValue(section, value);
        }
        foreach (var field in fields.Where(f => f.About.Required && f.Property.CanWrite && map.Entries.All(e => e.Key != f.Key)))
            Fail(map.Mark, $"'{Join(path, field.Key)}' is missing. {field.About.Meaning}");
        return section;
    }

    private RecipeVariantAttribute? Variant(RecipeMap map, Type type, IReadOnlyList<RecipeVariantAttribute> variants, string path)
    {
        var key = variants[0].Key;
        var about = RecipeField.Of(type).First(f => f.Key == key).About;
        if (map.Entries.FirstOrDefault(e => e.Key == key) is not { } entry)
        {
            Fail(map.Mark, $"'{Join(path, key)}' is missing. {about.Meaning} Known: {string.Join(", ", variants.Select(v => v.Value))}.");
            return null;
        }
        return Value(entry.Value, typeof(string), about, Join(path, key)) is string name ? variants.First(v => v.Value == name) : null;
    }

    private void Unknown(RecipeEntry entry, IReadOnlyList<RecipeField> fields, Type type, string path, string variant)
    {
        var owners = type.BaseType is { } parent
            ? RecipeField.Variants(parent).Where(v => RecipeField.Of(v.Type).Any(f => f.Key == entry.Key)).Select(v => v.Value).ToList()
            : [];
        var elsewhere = owners.Count > 0 ? $"It belongs to {string.Join(", ", owners)}. " : "";
        Fail(entry.KeyMark, $"unknown key '{entry.Key}' in {Name(path)}{variant}. {elsewhere}{Nearest.Hint(entry.Key, [.. fields.Select(f => f.Key)])}");
    }

    private object? Fail(RecipeMark mark, string message)
    {
        failures.Add((mark, message));
        return null;
    }

    private void ThrowIfAny()
    {
        if (failures.Count == 0) return;
        var ordered = failures.OrderBy(f => f.Mark.Line).ThenBy(f => f.Mark.Column).ToList();
        if (ordered.Count == 1) throw new InputException(ordered[0].Mark.ToString(), ordered[0].Message);
        throw new InputException(string.Join('\n', ordered.Select(f => $"{f.Mark}: {f.Message}")));
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Name(string path) => path.Length == 0 ? "the recipe" : $"'{path}'";

    private static string Shape(RecipeNode node) => node switch
    {
        RecipeScalar { IsNull: true } => "empty",
        RecipeScalar scalar => $"the single value '{scalar.Text}'",
        RecipeList => "a list",
        _ => "a section",
    };
}
