using System.Text.Json;
using System.Text.Json.Serialization;
using FineGrain.Core;

namespace FineGrain.Cli.Compressing;

/// <summary>What a search has found so far, so that a stopped one goes on.</summary>
internal sealed record SearchLog
{
    /// <summary>What decides the findings: model and data.</summary>
    public required string Identity { get; init; }

    /// <summary>Costs by candidate, measured before anything is trained.</summary>
    public Dictionary<string, Cost> Costs { get; init; } = [];

    /// <summary>Seconds that training a network is expected to take.</summary>
    public Dictionary<string, double> Seconds { get; init; } = [];

    /// <summary>Scores by candidate.</summary>
    public Dictionary<string, Judgement> Scores { get; init; } = [];

    /// <summary>Reads the log of the same search, or begins one.</summary>
    public static SearchLog Read(string path, string identity)
    {
        try
        {
            if (File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllText(path), SearchJson.Default.SearchLog) is { } log && log.Identity == identity) return log;
        }
        catch (JsonException)
        {
            // Half a file of an older version: what it knew is measured again.
        }
        return new() { Identity = identity };
    }

    /// <summary>Writes the log.</summary>
    public void Write(string path) => FileWriting.Atomically(path, stream => JsonSerializer.Serialize(stream, this, SearchJson.Default.SearchLog));
}

/// <summary>JSON of the log.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SearchLog))]
internal sealed partial class SearchJson : JsonSerializerContext;
