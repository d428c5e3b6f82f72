using System.Text.Json.Nodes;
using FineGrain.Models.Pretraining;
using FineGrain.Models.Spans;
using FineGrain.Models.Vectors;

namespace FineGrain.Models;

/// <summary>What a network must know of the tokenizer and the task, beside its recipe.</summary>
public sealed record ModelShape
{
    /// <summary>Number of token ids.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Longest input in tokens.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Id of the padding token.</summary>
    public int PaddingId { get; init; }

    /// <summary>Logit columns: number of labels, 1 for a number; of spans <see cref="SpanShape.Outputs"/>.</summary>
    public required int Outputs { get; init; }

    /// <summary>label, labels, number or spans; an ensemble combines its members by it.</summary>
    public required string Target { get; init; }

    /// <summary>How spans are told; null for other targets.</summary>
    public SpanShape? Spans { get; init; }

    /// <summary>First n-gram weights, row-major [buckets, outputs], used as they are (any factor is already in them); null starts from zero.</summary>
    public float[]? NgramTable { get; init; }

    /// <summary>First rows of token tables, by the <c>vectors</c> or <c>encoder</c> of the model sections that name them.</summary>
    public IReadOnlyDictionary<string, VectorStart> Vectors { get; init; } = new Dictionary<string, VectorStart>();

    /// <summary>First layers, by the <c>encoder</c> of the model sections that name them.</summary>
    public IReadOnlyDictionary<string, EncoderStart> Encoders { get; init; } = new Dictionary<string, EncoderStart>();

    /// <summary>The part of config.json that says what this says, and the network.</summary>
    internal JsonObject Describe(string family, JsonNode? network) => new()
    {
        ["family"] = family,
        ["vocab_size"] = VocabularySize,
        ["max_position_embeddings"] = MaxLength,
        ["pad_token_id"] = PaddingId,
        ["network"] = network,
    };
}
