using System.Text.Json.Serialization;
using FineGrain.Core.Recipes;
using FineGrain.Core.Spans;

namespace FineGrain.Models.Spans;

/// <summary>What a network must know to mark spans; a part of config.json.</summary>
public sealed record SpanShape
{
    /// <summary>crf, softmax or biaffine.</summary>
    public required string Head { get; init; }

    /// <summary>bioes or iob2.</summary>
    public string Scheme { get; init; } = "bioes";

    /// <summary>The span labels.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>first or mean: the state of a unit of several tokens.</summary>
    public string Alignment { get; init; } = "first";

    /// <summary>Width of the biaffine head.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Hashed features of a unit F; 0 for none.</summary>
    public int Features { get; init; }

    /// <summary>Buckets of the features.</summary>
    public int Buckets { get; init; }

    /// <summary>Share of a unit's features that a training step hides.</summary>
    public double FeatureDropout { get; init; }

    /// <summary>Width of the embedding of a unit's features; 0 for none.</summary>
    public int FeatureWidth { get; init; }

    /// <summary>Number of character ids; 0 where characters are not read.</summary>
    public int CharacterIds { get; init; }

    /// <summary>The convolution over characters.</summary>
    public CharacterRecipe Characters { get; init; } = new();

    /// <summary>The tags of crf and softmax.</summary>
    [JsonIgnore]
    public TagSet Tags => new(Scheme, Labels);

    /// <summary>Whether every stretch is scored, not every unit.</summary>
    [JsonIgnore]
    public bool ScoresStretches => Head == "biaffine";

    /// <summary>Columns of the last axis of the logits: tags, or labels and one for none.</summary>
    [JsonIgnore]
    public int Outputs => ScoresStretches ? Labels.Count + 1 : Tags.Count;
}
