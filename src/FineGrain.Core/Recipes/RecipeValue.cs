using System.Globalization;

namespace FineGrain.Core.Recipes;

/// <summary>Reads single values of a recipe and holds them to what their key allows.</summary>
internal static class RecipeValue
{
    /// <summary>The value as <paramref name="type"/> (string, bool, int or double), or the reason why it is none.</summary>
    public static object? Read(RecipeScalar scalar, Type type, RecipeKeyAttribute about, string path, out string? failure)
    {
        object? value = null;
        failure = null;
        if (scalar.IsNull && type != typeof(string)) failure = $"'{path}' has no value. Write one, or leave the key out to take its default.";
        else if (type == typeof(string)) value = scalar.IsNull ? null : scalar.Text;
        else if (type == typeof(bool)) value = scalar is { Quoted: false, Text: "true" or "True" } ? true : scalar is { Quoted: false, Text: "false" or "False" } ? false : null;
        else if (type == typeof(int)) value = !scalar.Quoted && int.TryParse(scalar.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        else if (type == typeof(double)) value = !scalar.Quoted && double.TryParse(scalar.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
        if (failure is not null) return null;
        if (value is null)
        {
            failure = scalar.IsNull
                ? $"'{path}' has no value. Write one ('' for the empty text), or leave the key out to take its default."
                : $"'{path}' must be {Kind(type)}, but '{scalar.Text}' is not.{(scalar.Quoted && type != typeof(string) ? " Remove the quotes." : "")}";
            return null;
        }
        failure = value switch
        {
            string text when about.Allowed.Length > 0 && !about.Allowed.Contains(text) => $"'{path}' cannot be '{text}'. {Nearest.Hint(text, about.Allowed)}",
            int or double when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var n && (n < about.Min || n > about.Max) => $"'{path}' is {scalar.Text}; allowed: {Range(about)}.",
            _ => null,
        };
        return failure is null ? value : null;
    }

    /// <summary>The type in the user's words.</summary>
    public static string Kind(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type == typeof(string) ? "text"
        : RecipeField.ElementOf(type) is { } element ? $"a list, each element {Kind(element)}"
        : RecipeField.ValueOf(type) is { } value ? $"a map from names, each to {Kind(value)}"
        : "a section with keys of its own";

    /// <summary>The allowed numbers in words.</summary>
    public static string Range(RecipeKeyAttribute about) => (double.IsFinite(about.Min), double.IsFinite(about.Max)) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"{about.Min} to {about.Max}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $"at least {about.Min}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"at most {about.Max}"),
    };
}
