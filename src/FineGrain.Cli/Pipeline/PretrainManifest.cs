using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FineGrain.Data.Pretraining;

namespace FineGrain.Cli.Pipeline;

/// <summary><c>pretrain.json</c>: what vectors or an encoder were learned from, and how.</summary>
internal sealed record PretrainManifest
{
    /// <summary>Name of the pretraining.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 over the recipe and all its files.</summary>
    public required string Hash { get; init; }

    /// <summary>Texts learned from.</summary>
    public required int Texts { get; init; }

    /// <summary>Texts left out because they stand in a held-out file.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Texts left out because they stood before.</summary>
    public required int Repeated { get; init; }

    /// <summary>Tokens learned from.</summary>
    public required int Tokens { get; init; }

    /// <summary>Different tokens, special ones included.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Tokens that were too rare for the vocabulary.</summary>
    public required long Unknown { get; init; }

    /// <summary>Numbers of a vector.</summary>
    public required int Width { get; init; }

    /// <summary>Mean loss of a prediction: of vectors in the last epoch, of an encoder on texts that were held back.</summary>
    public required double Loss { get; init; }

    /// <summary>Seed.</summary>
    public required int Seed { get; init; }

    /// <summary>What each source gave.</summary>
    public required IReadOnlyList<SourceCount> Sources { get; init; }

    /// <summary>The recipe with every default resolved.</summary>
    public required string Recipe { get; init; }
}

/// <summary>Source-generated JSON of the manifest.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PretrainManifest))]
internal sealed partial class PretrainJson : JsonSerializerContext
{
    public static PretrainJson File => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
