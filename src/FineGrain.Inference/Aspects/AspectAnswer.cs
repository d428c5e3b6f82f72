using FineGrain.Core;

namespace FineGrain.Inference.Aspects;

/// <summary>The judgement of the asked aspect as a span of the text.</summary>
internal static class AspectAnswer
{
    /// <summary>The first aspect of <paramref name="example"/> with its polarity; none where the model abstained or nothing was asked.</summary>
    public static IReadOnlyList<ScoredSpan> Of(Example example, string? polarity, double probability) =>
        polarity is null || example.Aspects.Count == 0 ? [] : [new(example.Aspects[0].Start, example.Aspects[0].End, polarity, probability)];
}
