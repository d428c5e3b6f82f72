namespace FineGrain.Feedback.Store;

/// <summary>One line of the history; lines are only ever added.</summary>
/// <param name="Number">Place in the history, ascending.</param>
/// <param name="CorrectionId">The correction.</param>
/// <param name="ExampleId">Its example.</param>
/// <param name="Action">What was done.</param>
/// <param name="Author">By whom.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Reason">Why; may be empty.</param>
/// <param name="Payload">JSON of the correction (propose) or the verdict (judge, adjudicate), the data version (apply), or the number of the event undone.</param>
public sealed record HistoryEvent(long Number, string CorrectionId, string ExampleId, CorrectionAction Action, string Author, DateTimeOffset Time, string Reason, string Payload);
