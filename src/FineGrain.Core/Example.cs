using System.Text.Json.Serialization;

namespace FineGrain.Core;

/// <summary>One record: a text (or a pair of texts) with its gold annotation, as it stands in <c>examples.jsonl</c>.</summary>
/// <remarks>
/// Source-generated JSON gives an init-only property that a line leaves out the default of its type, not of its initializer:
/// hence the guards against null here, and the one setter.
/// </remarks>
public sealed record Example
{
    /// <summary>Unique within a split; from the source, or <c>file:line</c> where the source has none.</summary>
    public required string Id { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The second text of a pair task, or null.</summary>
    public string? Pair { get; init; }

    /// <summary>Gold labels: none (unlabelled), one, or several for a many-label task.</summary>
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    /// <summary>Gold number of a regression task.</summary>
    public double? Number { get; init; }

    /// <summary>Gold entity spans, offsets into <see cref="Text"/>.</summary>
    public IReadOnlyList<Span> Entities { get; init => field = value ?? []; } = [];

    /// <summary>Gold aspect terms, each labelled with its polarity, offsets into <see cref="Text"/>.</summary>
    public IReadOnlyList<Span> Aspects { get; init => field = value ?? []; } = [];

    /// <summary>The aspect that a model which judges one is asked about: the first; null where the text names none.</summary>
    [JsonIgnore]
    public Span? Asked => Aspects is [var first, ..] ? first : null;

    /// <summary>Gold aspect–opinion pairs, offsets into <see cref="Text"/>.</summary>
    public IReadOnlyList<Triplet> Triplets { get; init => field = value ?? []; } = [];

    /// <summary>Factor on this example's loss; 1 unless the recipe re-weights.</summary>
    public double Weight { get; set; } = 1;

    /// <summary><c>file:line</c> (1-based) the record was read from.</summary>
    public string? Source { get; init; }

    /// <summary>The remaining columns of the source, for slices.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>The gold spans of a layer.</summary>
    /// <param name="layer">entities, aspects or triplets, whose spans are their aspects.</param>
    public IReadOnlyList<Span> SpansOf(string layer) => layer switch { "aspects" => Aspects, "triplets" => [.. Triplets.Select(t => t.Aspect)], _ => Entities };

    /// <summary>The single gold label, or null when unlabelled.</summary>
    public string? Label => Labels.Count == 0 ? null : Labels[0];
}
