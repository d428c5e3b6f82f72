using FineGrain.Core;
using FineGrain.Data.Spans.Tags;

namespace FineGrain.Data.Spans.Columns;

/// <summary>One sentence of a column file.</summary>
internal sealed class ColumnSentence
{
    /// <summary>Line that the sentence begins on, its comments included.</summary>
    public int Line { get; set; }

    /// <summary>Number of the document, from 1, in a file that marks where one starts; else 0.</summary>
    public int Document { get; init; }

    /// <summary>Line of each token.</summary>
    public List<int> Lines { get; } = [];

    public List<string> Tokens { get; } = [];

    public List<Tag> Tags { get; } = [];

    /// <summary>Third column of interest: the polarity of aspect-bio; empty elsewhere.</summary>
    public List<string> Extras { get; } = [];

    /// <summary>The text of its comment, or null.</summary>
    public string? Text { get; set; }

    /// <summary>The id of its comment, or empty.</summary>
    public string Id { get; set; } = "";

    /// <summary>Spans in tokens as spans of the text.</summary>
    public static Span InText(Span span, IReadOnlyList<Data.Tokenization.Offset> offsets) => new(offsets[span.Start].Start, offsets[span.End - 1].End, span.Label);
}
