namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>The tags of one sentence, such as <c>B-PER I-PER O</c>.</summary>
/// <param name="Gold">Gold tags.</param>
/// <param name="Predicted">Predicted tags, as many.</param>
public sealed record TaggedSentence(IReadOnlyList<string> Gold, IReadOnlyList<string> Predicted);
