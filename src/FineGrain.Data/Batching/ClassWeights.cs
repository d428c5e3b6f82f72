using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Batching;

/// <summary>Loss factor of each class.</summary>
public static class ClassWeights
{
    /// <summary>
    /// One weight for each label (C), or null for <c>weighting: none</c>. Balanced: N / (C · n_c), as scikit-learn; sqrt: its square root; a label
    /// without rows gets 1. Given: <c>class_weights</c>, 1 where a label is not named.
    /// </summary>
    /// <exception cref="InputException">A given weight names an unknown label.</exception>
    public static float[]? Of(LossRecipe loss, LabelSet labels, IEnumerable<Example> train)
    {
        if (loss.Weighting == "none" || labels.Count == 0) return null;
        if (loss.Weighting == "given")
        {
            foreach (var name in loss.ClassWeights.Keys) labels.IndexOf(name, "training.loss.class_weights");
            return [.. labels.Names.Select(n => (float)loss.ClassWeights.GetValueOrDefault(n, 1))];
        }
        var counts = new long[labels.Count];
        foreach (var label in train.SelectMany(e => e.Labels)) counts[labels.IndexOf(label)]++;
        var total = counts.Sum();
        return [.. counts.Select(n => n == 0 ? 1 : (double)total / (labels.Count * n)).Select(w => (float)(loss.Weighting == "sqrt" ? Math.Sqrt(w) : w))];
    }
}
