using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Store;

/// <summary>A row of the history table.</summary>
internal sealed class EventRow
{
    public long Number { get; set; }

    public required string CorrectionId { get; set; }

    public required string ExampleId { get; set; }

    public required CorrectionAction Action { get; set; }

    public required string Author { get; set; }

    public required long UnixMilliseconds { get; set; }

    public required string Reason { get; set; }

    public required string Payload { get; set; }

    public HistoryEvent ToEvent() => new(Number, CorrectionId, ExampleId, Action, Author, DateTimeOffset.FromUnixTimeMilliseconds(UnixMilliseconds), Reason, Payload);
}

/// <summary>A row of the table of corrections: what is looked up without reading histories.</summary>
internal sealed class CorrectionRow
{
    public required string Id { get; set; }

    public required string ExampleId { get; set; }

    public required CorrectionState State { get; set; }

    /// <summary>Counted up first in every change: two writers of one correction wait for each other here.</summary>
    public int Revision { get; set; }
}
