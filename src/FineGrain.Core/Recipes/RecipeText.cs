using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FineGrain.Core.Recipes;

/// <summary>JSON of single strings and of the schema, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class RecipeText : JsonSerializerContext;
