using FineGrain.Core;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>What one that has not learnt a text, a probe, a model or several of them, thinks of its spans.</summary>
/// <param name="Marked">The spans that it marks, each with its probability.</param>
/// <param name="Given">How probable each span that stands there is to it.</param>
/// <param name="Nothing">How probable it is to it, for each span that stands there, that nothing of it is in any span.</param>
public sealed record SpanOpinion(IReadOnlyList<ScoredSpan> Marked, IReadOnlyList<double> Given, IReadOnlyList<double> Nothing);
