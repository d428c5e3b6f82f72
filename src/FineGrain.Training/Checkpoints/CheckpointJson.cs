using System.Text.Json.Serialization;

namespace FineGrain.Training.Checkpoints;

/// <summary>Source-generated JSON of <see cref="CheckpointState"/>, snake_case like the recipe.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
