using System.Text.Json;
using FineGrain.Data.Tokenization.Models;
using FineGrain.Data.Tokenization.Normalizers;
using FineGrain.Data.Tokenization.PostProcessors;
using FineGrain.Data.Tokenization.PreTokenizers;

namespace FineGrain.Data.Tokenization;

/// <summary>What a tokenizer.json says: the four stages and what belongs to them.</summary>
internal sealed record TokenizerStages
{
    private static readonly IReadOnlyList<TemplatePart> PlainSingle = [TemplatePart.Text(0, 0)];
    private static readonly IReadOnlyList<TemplatePart> PlainPair = [TemplatePart.Text(0, 0), TemplatePart.Text(1, 1)];

    public Normalizer? Normalizer { get; init; }

    public PreTokenizer? PreTokenizer { get; init; }

    public required TokenModel Model { get; init; }

    public PostProcessor? PostProcessor { get; init; }

    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>Padding id of the file's padding section.</summary>
    public int? PaddingId { get; init; }

    /// <summary>Sections that are kept as they were read: decoder, truncation, padding.</summary>
    public IReadOnlyDictionary<string, JsonElement> Kept { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyList<TemplatePart> Single => PostProcessor?.Single ?? PlainSingle;

    public IReadOnlyList<TemplatePart> Pair => PostProcessor?.Pair ?? PlainPair;
}
