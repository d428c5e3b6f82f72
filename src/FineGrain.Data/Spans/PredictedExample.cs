using FineGrain.Core;

namespace FineGrain.Data.Spans;

/// <summary>A prediction as an annotated example, so that the formats of spans can hold it.</summary>
public static class PredictedExample
{
    /// <summary>The text with its predicted spans as annotation.</summary>
    /// <exception cref="InputException">The prediction is of labels or a number and marks nothing.</exception>
    public static Example Of(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        if (prediction is { Spans: null, Triplets: null }) throw new InputException(prediction.Id, "the model marks no spans in a text, and this format has room for nothing else. Use --format jsonl, terminal or html.");
        var triplets = prediction.Triplets ?? [];
        return new Example
        {
            Id = prediction.Id,
            Text = prediction.Text,
            Entities = SpanText.Ordered((prediction.Spans ?? []).Select(s => new Span(s.Start, s.End, s.Label))),
            Aspects = SpanText.Ordered(prediction.Spans is null ? triplets.Where(t => t.HasAspect).Select(t => t.Aspect).Distinct() : []),
            Triplets = triplets,
        };
    }
}
