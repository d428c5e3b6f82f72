using FineGrain.Core;

namespace FineGrain.Inference.Spans;

/// <summary>
/// One row of logits from those of the windows of a long text. One label: the mean of log softmax, weighted by tokens, which is a logarithmic opinion pool as in an
/// ensemble; every part of a text speaks of the same label, and the maximum would give a long text to the one part that is wrong with confidence. A number: the
/// weighted mean. Many labels: the maximum of each, because a text has a label that any part of it has, and a mean would dilute it away. Categories: all logits of a category from the
/// window that is surest of its being mentioned (the largest log-sum-exp against silence, whose logit is 0), for the same reason; a maximum of each label would mix polarities of two windows.
/// One window's logits are returned as they are.
/// </summary>
public static class WindowLogits
{
    /// <summary>The logits of the whole text.</summary>
    /// <param name="windows">Logits and number of tokens of each window, at least one.</param>
    /// <param name="target">label, labels, number or categories.</param>
    /// <param name="categories">The labels by category, for target categories.</param>
    /// <exception cref="ArgumentException">There is no window.</exception>
    public static float[] Of(IReadOnlyList<(float[] Logits, int Tokens)> windows, string target, LabelGroups? categories = null)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Count == 0) throw new ArgumentException("a text has at least one window", nameof(windows));
        if (windows.Count == 1) return windows[0].Logits;
        var columns = windows[0].Logits.Length;
        if (target == "labels") return [.. Enumerable.Range(0, columns).Select(c => windows.Max(w => w.Logits[c]))];
        if (target == "categories") return Surest(windows, categories ?? throw new ArgumentNullException(nameof(categories)), columns);
        var sums = new double[columns];
        double weights = 0;
        foreach (var (logits, tokens) in windows)
        {
            var weight = Math.Max(1, tokens);
            weights += weight;
            var norm = target == "label" ? LogSum(logits) : 0;
            for (var c = 0; c < columns; c++) sums[c] += weight * (logits[c] - norm);
        }
        return [.. sums.Select(s => (float)(s / weights))];
    }

    private static float[] Surest(IReadOnlyList<(float[] Logits, int Tokens)> windows, LabelGroups categories, int columns)
    {
        var result = new float[columns];
        for (var category = 0; category < categories.Names.Count; category++)
        {
            var labels = categories.Of(category);
            var surest = windows.MaxBy(w => LogSum([.. labels.Select(k => w.Logits[k])])).Logits; // the first of equal ones
            foreach (var k in labels) result[k] = surest[k];
        }
        return result;
    }

    /// <summary>ln Σ exp z, without overflow.</summary>
    internal static double LogSum(float[] logits)
    {
        double most = logits.Max();
        return most + Math.Log(logits.Sum(z => Math.Exp(z - most)));
    }
}
