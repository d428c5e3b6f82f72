using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FineGrain.Core.Recipes;

/// <summary>Writes a recipe as YAML with every default resolved; what it writes binds to an equal recipe again.</summary>
public static class RecipePrinter
{
    /// <summary>The recipe alone, as it is kept in a model folder.</summary>
    public static string Print(Recipe recipe) => Print(recipe, (Func<string, string>?)null);

    /// <summary>The recipe with a comment on each line: where the value comes from and what the key means.</summary>
    public static string Print(BoundRecipe bound) => Print(bound.Recipe, bound.OriginOf);

    /// <summary>A pretraining recipe alone.</summary>
    public static string Print(PretrainRecipe recipe) => Print(recipe, (Func<string, string>?)null);

    /// <summary>A pretraining recipe with a comment on each line.</summary>
    public static string Print(BoundPretrain bound) => Print(bound.Recipe, bound.OriginOf);

    private static string Print(object recipe, Func<string, string>? origin)
    {
        var text = new StringBuilder();
        Section(text, recipe, "", 0, origin, continued: false);
        return text.ToString();
    }

    private static void Section(StringBuilder text, object section, string path, int depth, Func<string, string>? origin, bool continued)
    {
        foreach (var field in RecipeField.Of(section.GetType()))
        {
            var inner = path.Length == 0 ? field.Key : $"{path}.{field.Key}";
            if (!continued) text.Append(' ', 2 * depth);
            continued = false;
            text.Append(field.Key).Append(':');
            Value(text, field.Property.GetValue(section)!, inner, depth + 1, origin, field.About.Meaning);
        }
    }

    private static void Value(StringBuilder text, object value, string path, int depth, Func<string, string>? origin, string meaning)
    {
        if (value is IList list && list.Count > 0 && !IsScalar(list[0]!))
        {
            Comment(text, path, origin, meaning);
            for (var i = 0; i < list.Count; i++)
            {
                text.Append(' ', 2 * depth).Append("- ");
                Section(text, list[i]!, $"{path}[{i}]", depth + 1, origin, continued: true);
            }
        }
        else if (value is IList scalars)
        {
            text.Append(" [").AppendJoin(", ", scalars.Cast<object>().Select(Scalar)).Append(']');
            Comment(text, path, origin, meaning);
        }
        else if (value is IDictionary map)
        {
            text.Append(" {").AppendJoin(", ", map.Keys.Cast<object>().Select(k => $"{Scalar(k)}: {Scalar(map[k]!)}")).Append('}');
            Comment(text, path, origin, meaning);
        }
        else if (IsScalar(value))
        {
            text.Append(' ').Append(Scalar(value));
            Comment(text, path, origin, meaning);
        }
        else
        {
            Comment(text, path, origin, meaning);
            Section(text, value, path, depth, origin, continued: false);
        }
    }

    private static void Comment(StringBuilder text, string path, Func<string, string>? origin, string meaning) =>
        text.Append(origin is null ? "" : $"  # {origin(path)} · {meaning}").Append('\n');

    private static bool IsScalar(object value) => value is string or bool or int or double;

    private static string Scalar(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal),
        int number => number.ToString(CultureInfo.InvariantCulture),
        _ => Text((string)value),
    };

    /// <summary>Text as a YAML value: plain where YAML reads it back as the same text, else double-quoted (JSON strings are YAML strings).</summary>
    public static string Text(string text)
    {
        var plain = text.Length > 0
            && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '$' or ' ')
            && (char.IsLetter(text[0]) || text[0] is '$' or '/' || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal))
            && text[^1] != ' '
            && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
        return plain ? text : JsonSerializer.Serialize(text, RecipeText.Default.String);
    }
}
