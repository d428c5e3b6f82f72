using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace FineGrain.Core.Recipes;

/// <summary>One key of a recipe record: its name, its C# property, what it means and allows.</summary>
internal sealed class RecipeField
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<RecipeField>> Known = new();

    private RecipeField(PropertyInfo property, RecipeKeyAttribute about)
    {
        Property = property;
        About = about;
        Key = SnakeCase(property.Name);
    }

    public string Key { get; }

    public PropertyInfo Property { get; }

    public RecipeKeyAttribute About { get; }

    public Type Type => Property.PropertyType;

    /// <summary>The keys of a record, the deciding key of a variant first, then in the order of the source, those of the base record last.</summary>
    public static IReadOnlyList<RecipeField> Of(Type record) => Known.GetOrAdd(record, static type =>
    {
        var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => (p, about: (RecipeKeyAttribute?)Attribute.GetCustomAttribute(p, typeof(RecipeKeyAttribute), inherit: true)))
            .Where(x => x.about is not null)
            .Select(x => new RecipeField(x.p, x.about!))
            .ToList();
        return [.. fields.Where(f => !f.Property.CanWrite), .. fields.Where(f => f.Property.CanWrite)];
    });

    /// <summary>The variants of an abstract record, by the value of its deciding key.</summary>
    public static IReadOnlyList<RecipeVariantAttribute> Variants(Type record) =>
        [.. record.GetCustomAttributes<RecipeVariantAttribute>(inherit: false)];

    /// <summary>The element type of a list, or null for anything else.</summary>
    public static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The value type of a map with free keys, or null for anything else.</summary>
    public static Type? ValueOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;

    /// <summary>Whether the type is a section: a record with keys of its own.</summary>
    public static bool IsSection(Type type) => Variants(type).Count > 0 || Of(type).Count > 0;

    private static string SnakeCase(string name)
    {
        var result = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && result.Length > 0) result.Append('_');
            result.Append(char.ToLowerInvariant(c));
        }
        return result.ToString();
    }
}
