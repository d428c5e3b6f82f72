using FineGrain.Core;

namespace FineGrain.Data.Batching;

/// <summary>
/// Log-count ratios of n-grams (Wang and Manning 2012, section 2.1) as first weights of a linear layer, one label against the rest:
/// r = ln((p / ‖p‖₁) / (q / ‖q‖₁)), p = s + Σ f over rows of the label, q = s + Σ f over the others, f binarized.
/// </summary>
public static class NaiveBayesTable
{
    /// <summary>The table, float[buckets × labels], row-major [bucket, label]; row 0 (padding) and buckets never seen are 0.</summary>
    /// <param name="rows">N-gram buckets, class columns and loss factor of each training row.</param>
    /// <param name="buckets">Number of buckets, bucket 0 included.</param>
    /// <param name="labels">Number of labels.</param>
    /// <param name="smoothing">s, added to every count of a bucket that was seen.</param>
    public static float[] Compute(IEnumerable<(int[] Ngrams, int[] Columns, double Weight)> rows, int buckets, int labels, double smoothing = 1)
    {
        var counts = new double[buckets * labels];
        var all = new double[buckets];
        foreach (var (ngrams, columns, weight) in rows)
        {
            foreach (var bucket in ngrams)
            {
                all[bucket] += weight;
                foreach (var column in columns) counts[(bucket * labels) + column] += weight;
            }
        }
        all[0] = 0;
        var seen = all.Count(n => n > 0);
        var total = all.Sum();
        var table = new float[buckets * labels];
        for (var column = 0; column < labels; column++)
        {
            double inside = 0;
            for (var bucket = 1; bucket < buckets; bucket++) inside += counts[(bucket * labels) + column];
            // ‖p‖₁ and ‖q‖₁ over the buckets that were seen
            var shift = Math.Log((total - inside + (smoothing * seen)) / (inside + (smoothing * seen)));
            for (var bucket = 1; bucket < buckets; bucket++)
            {
                if (all[bucket] <= 0) continue;
                var own = counts[(bucket * labels) + column];
                table[(bucket * labels) + column] = (float)(Math.Log((own + smoothing) / (all[bucket] - own + smoothing)) + shift);
            }
        }
        return table;
    }

    /// <summary>The table of encoded training examples.</summary>
    /// <param name="examples">Training examples.</param>
    /// <param name="encoder">Their encoder; must hash n-grams.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="buckets">Number of buckets, bucket 0 included.</param>
    public static float[] Compute(IReadOnlyList<Example> examples, ExampleEncoder encoder, LabelSet labels, int buckets)
    {
        var targets = new Targets("labels", labels);
        return Compute(examples.Select(e => (encoder.Encode(e).NgramIds, targets.Columns(e), e.Weight)), buckets, labels.Count);
    }
}
