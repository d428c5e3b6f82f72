using System.Text.Json.Serialization;
using FineGrain.Core.Recipes;
using FineGrain.Models.Encoders;

namespace FineGrain.Models;

/// <summary>Source-generated JSON of config.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(TransformerConfig))]
[JsonSerializable(typeof(Spans.SpanShape))]
[JsonSerializable(typeof(MlpRecipe))]
[JsonSerializable(typeof(CnnRecipe))]
[JsonSerializable(typeof(RnnRecipe))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
internal sealed partial class ModelJson : JsonSerializerContext;
