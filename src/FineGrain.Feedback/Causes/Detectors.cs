namespace FineGrain.Feedback.Causes;

/// <summary>Every detector for labelled texts, in one list.</summary>
public static class Detectors
{
    /// <summary>All causes that are significant, the surest first.</summary>
    public static IReadOnlyList<Cause> Find(DataView view, TimeProvider? clock = null) =>
        [.. LabelNoise.Find(view, clock ?? TimeProvider.System).Concat(SpuriousUnit.Find(view)).Concat(SliceGap.Find(view)).Concat(Imbalance.Find(view))
            .Concat(Contradictions.Find(view, clock ?? TimeProvider.System)).OrderBy(c => c.PValue)];
}
