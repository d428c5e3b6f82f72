using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Spans.Tags;

namespace FineGrain.Data.Spans;

/// <summary>How a column format is written.</summary>
public sealed record SpanWriteOptions
{
    /// <summary>Tag scheme.</summary>
    public TagScheme Scheme { get; init; } = TagScheme.Iob2;

    /// <summary>What rebuilds the text from tokens; null writes it as a comment before each sentence, which any text survives.</summary>
    public TextJoiner? Joiner { get; init; }
}
