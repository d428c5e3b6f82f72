using FineGrain.Core.Calibrating;

namespace FineGrain.Analysis.Calibrating;

/// <summary>The rising function nearest to the outcomes (pool adjacent violators: Ayer et al. 1955; as a calibration Zadrozny and Elkan 2002).</summary>
public static class IsotonicRegression
{
    /// <summary>One curve a label, from the label's probability to how often it was gold.</summary>
    public static IReadOnlyList<IsotonicCurve> Fit(DevLogits dev)
    {
        var plain = new Calibrator(dev.Target, 1, null);
        double[][] shares = [.. dev.Logits.Select(z => plain.Probabilities(z))];
        return [.. Enumerable.Range(0, dev.Labels).Select(k => Fit([.. shares.Select(s => s[k])], [.. dev.Gold.Select(g => g[k])]))];
    }

    /// <summary>The least-squares rising curve through (x, y), linear between its knots; equal x are pooled first, as scikit-learn does.</summary>
    /// <exception cref="ArgumentException">The lengths differ or nothing was given.</exception>
    public static IsotonicCurve Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count == 0 || x.Count != y.Count) throw new ArgumentException($"need one outcome for each value, got {x.Count} and {y.Count}");
        var blocks = new List<Block>();
        foreach (var group in Enumerable.Range(0, x.Count).GroupBy(i => x[i]).OrderBy(g => g.Key))
        {
            blocks.Add(new(group.Key, group.Key, group.Sum(i => y[i]), group.Count()));
            while (blocks.Count > 1 && blocks[^2].Mean >= blocks[^1].Mean)
            {
                var (left, right) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add(new(left.From, right.To, left.Sum + right.Sum, left.Count + right.Count));
            }
        }
        List<double> knots = [], values = [];
        foreach (var block in blocks)
            foreach (var end in block.From == block.To ? (double[])[block.From] : [block.From, block.To])
            {
                knots.Add(end);
                values.Add(block.Mean);
            }
        return new(knots, values);
    }

    private readonly record struct Block(double From, double To, double Sum, int Count)
    {
        public double Mean => Sum / Count;
    }
}
