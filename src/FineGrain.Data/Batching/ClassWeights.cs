using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Core.Spans;

namespace FineGrain.Data.Batching;

/// <summary>Loss factor of each class.</summary>
public static class ClassWeights
{
    /// <summary>
    /// One weight for each label (C), or null for <c>weighting: none</c>. Balanced: N / (C · n_c), as scikit-learn; sqrt: its square root; a label
    /// without rows gets 1. Given: <c>class_weights</c>, 1 where a label is not named.
    /// </summary>
    /// <exception cref="InputException">A given weight names an unknown label.</exception>
    public static float[]? Of(LossRecipe loss, LabelSet labels, IEnumerable<Example> train) => Of(loss, labels, train.SelectMany(e => e.Labels));

    /// <summary>
    /// One weight for each class of a head of spans, or null: each tag of a label (of a head that scores stretches the label) has the label's weight, counted over spans; outside, which
    /// is class 0, has weight 1 unless it is given under the name <c>O</c>.
    /// </summary>
    /// <exception cref="InputException">A given weight names an unknown label.</exception>
    public static float[]? OfSpans(LossRecipe loss, SpanManifest spans, LabelSet labels, IEnumerable<Example> train)
    {
        var named = loss with { ClassWeights = loss.ClassWeights.Where(w => w.Key != "O").ToDictionary() };
        if (Of(named, labels, train.SelectMany(e => e.SpansOf(spans.Layer)).Select(s => s.Label)) is not { } each) return null;
        var tags = spans.Head == "biaffine" ? 1 : (new TagSet(spans.Scheme, labels.Names).Count - 1) / labels.Count;
        return [(float)loss.ClassWeights.GetValueOrDefault("O", 1), .. each.SelectMany(weight => Enumerable.Repeat(weight, tags))];
    }

    private static float[]? Of(LossRecipe loss, LabelSet labels, IEnumerable<string> gold)
    {
        if (loss.Weighting == "none" || labels.Count == 0) return null;
        if (loss.Weighting == "given")
        {
            foreach (var name in loss.ClassWeights.Keys) labels.IndexOf(name, "training.loss.class_weights");
            return [.. labels.Names.Select(n => (float)loss.ClassWeights.GetValueOrDefault(n, 1))];
        }
        var counts = new long[labels.Count];
        foreach (var label in gold) counts[labels.IndexOf(label)]++;
        var total = counts.Sum();
        return [.. counts.Select(n => n == 0 ? 1 : (double)total / (labels.Count * n)).Select(w => (float)(loss.Weighting == "sqrt" ? Math.Sqrt(w) : w))];
    }
}
