using System.Text.Json.Serialization;

namespace FineGrain.Core.Corrections;

/// <summary>A proposed change of one example, as it stands in <c>corrections.jsonl</c>: who proposes what, why, and how far it has come.</summary>
public sealed record Correction
{
    /// <summary>Unique among all corrections; <see cref="NewId"/> makes one.</summary>
    public required string Id { get; init; }

    /// <summary>The example that it changes.</summary>
    public required string ExampleId { get; init; }

    /// <summary>What is done to it.</summary>
    public required CorrectionKind Kind { get; init; }

    /// <summary>What stands there now; null where nothing does (<c>span-add</c>) or all of it counts (<c>drop</c>). A correction is applied only where this still holds.</summary>
    public Annotation? Old { get; init; }

    /// <summary>What shall stand there; null where nothing shall (<c>span-remove</c>, <c>drop</c>).</summary>
    public Annotation? New { get; init; }

    /// <summary>Which spans a span correction is about: <c>entities</c> (the same as null) or <c>aspects</c>.</summary>
    public string? Layer { get; init; }

    /// <summary>Why, for a person who decides in seconds.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>A person's name, or the program that found it, such as <c>finegrain</c>.</summary>
    public required string Author { get; init; }

    /// <summary>When it was made or last decided, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How far it has come.</summary>
    public CorrectionState State { get; init; }

    /// <summary>How surely the change is right, in [0, 1]; null where nobody measured it.</summary>
    public double? Score { get; init; }

    /// <summary>Expected number of mended annotations per minute of review: what a queue is ranked by.</summary>
    public double? Gain { get; init; }

    /// <summary>The text of the example, so that a queue can be reviewed without the data; may be left out.</summary>
    public string? Text { get; init; }

    /// <summary>The second text of a pair task.</summary>
    public string? Pair { get; init; }

    /// <summary>Where the example was read from, <c>file:line</c>.</summary>
    public string? Source { get; init; }

    /// <summary>Whether the change is about spans.</summary>
    [JsonIgnore]
    public bool IsAboutSpans => Kind is CorrectionKind.SpanAdd or CorrectionKind.SpanRemove or CorrectionKind.SpanChange;

    /// <summary>A new id: sortable by time, unique without a register (UUID version 7, RFC 9562).</summary>
    public static string NewId(DateTimeOffset time) => Guid.CreateVersion7(time).ToString("N");
}
