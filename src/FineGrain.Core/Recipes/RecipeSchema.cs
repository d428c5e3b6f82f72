using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineGrain.Core.Recipes;

/// <summary>The JSON Schema (draft 2020-12) of recipes, made from the same records as the binder, so that editors know what the binder knows.</summary>
public static class RecipeSchema
{
    /// <summary>The schema as indented JSON with a final newline; committed as <c>recipes/recipe.schema.json</c>.</summary>
    public static string Generate() => Generate(typeof(Recipe), "FineGrain recipe");

    /// <summary>The schema of pretraining recipes; committed as <c>recipes/pretrain.schema.json</c>.</summary>
    public static string GeneratePretrain() => Generate(typeof(PretrainRecipe), "FineGrain pretraining recipe");

    private static string Generate(Type recipe, string title)
    {
        var definitions = new JsonObject();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = title,
        };
        var whole = RecipeField.Variants(recipe).Count == 0 ? Section(recipe, null, definitions) : new JsonObject { ["$ref"] = $"#/$defs/{Define(recipe, definitions)}" };
        foreach (var (key, node) in whole.ToList()) schema[key] = node?.DeepClone();
        schema["$defs"] = definitions;
        var options = new JsonSerializerOptions(RecipeText.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };
        return schema.ToJsonString(options) + "\n";
    }

    private static JsonObject Section(Type type, RecipeVariantAttribute? variant, JsonObject definitions)
    {
        var defaults = Activator.CreateInstance(type)!;
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var field in RecipeField.Of(type))
        {
            if (field.About.Required) required.Add(field.Key);
            properties[field.Key] = field.Key == variant?.Key
                ? new JsonObject { ["description"] = field.About.Meaning, ["const"] = variant.Value }
                : Field(field, defaults, definitions);
        }
        var section = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Count > 0) section["required"] = required;
        return section;
    }

    private static JsonObject Field(RecipeField field, object defaults, JsonObject definitions)
    {
        var schema = new JsonObject { ["description"] = field.About.Meaning };
        foreach (var (key, node) in Value(field.Type, field.About, definitions).ToList()) schema[key] = node?.DeepClone();
        if (!field.About.Required && field.Property.GetValue(defaults) is { } value && Default(value) is { } standard) schema["default"] = standard;
        return schema;
    }

    private static JsonObject Value(Type type, RecipeKeyAttribute about, JsonObject definitions)
    {
        if (RecipeField.ElementOf(type) is { } element)
        {
            var list = new JsonObject { ["type"] = "array", ["items"] = Value(element, about, definitions) };
            if (about.Required) list["minItems"] = 1;
            return list;
        }
        if (RecipeField.ValueOf(type) is { } value) return new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(value, about, definitions) };
        if (RecipeField.IsSection(type)) return new JsonObject { ["$ref"] = $"#/$defs/{Define(type, definitions)}" };
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        // The binder takes any single value where free text stands: labels are often written 1, 2, 3.
        if (type == typeof(string))
            return about.Allowed.Length == 0
                ? new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") }
                : new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. about.Allowed.Select(a => (JsonNode)a)]) };
        var number = new JsonObject { ["type"] = type == typeof(int) ? "integer" : "number" };
        if (double.IsFinite(about.Min)) number["minimum"] = about.Min;
        if (double.IsFinite(about.Max)) number["maximum"] = about.Max;
        return number;
    }

    /// <summary>Puts the type into <c>$defs</c> once; an abstract one becomes the choice among its variants.</summary>
    private static string Define(Type type, JsonObject definitions)
    {
        var name = type.Name.EndsWith("Recipe", StringComparison.Ordinal) ? type.Name[..^"Recipe".Length].ToLowerInvariant() : type.Name.ToLowerInvariant();
        if (definitions.ContainsKey(name)) return name;
        definitions[name] = null;
        var variants = RecipeField.Variants(type);
        if (variants.Count == 0)
        {
            definitions[name] = Section(type, null, definitions);
            return name;
        }
        var choices = new JsonArray();
        foreach (var variant in variants)
        {
            var inner = $"{name}-{variant.Value}";
            definitions[inner] = null;
            definitions[inner] = Section(variant.Type, variant, definitions);
            choices.Add(new JsonObject { ["$ref"] = $"#/$defs/{inner}" });
        }
        definitions[name] = new JsonObject { ["oneOf"] = choices };
        return name;
    }

    private static JsonNode? Default(object value) => value switch
    {
        string text => text,
        bool flag => flag,
        int number => number,
        double number => number,
        IDictionary { Count: 0 } => new JsonObject(),
        IList list when list.Count == 0 || list[0] is string or int or double => new JsonArray([.. list.Cast<object>().Select(Default)]),
        _ => null,
    };
}
