namespace FineGrain.Feedback.Improving;

/// <summary>A scale and an offset for the logit of each class (Guo et al. 2017, section 4.2): what moving the thresholds would do, for the proxy.</summary>
internal static class VectorScaling
{
    /// <summary>Probabilities after scaling; each half of the rows is scaled by what was fitted on the other.</summary>
    public static double[][] CrossFitted(double[][] probabilities, int[] gold)
    {
        var result = new double[probabilities.Length][];
        foreach (var half in (int[])[0, 1])
        {
            var fitting = Enumerable.Range(0, gold.Length).Where(r => r % 2 != half).ToArray();
            var (scale, offset) = Fit([.. fitting.Select(r => probabilities[r])], [.. fitting.Select(r => gold[r])]);
            for (var r = half; r < gold.Length; r += 2) result[r] = Scaled(probabilities[r], scale, offset);
        }
        return result;
    }

    /// <summary>Probabilities after a scaling that was fitted on other rows.</summary>
    public static double[][] Fitted(double[][] fitting, int[] gold, double[][] probabilities)
    {
        var (scale, offset) = Fit(fitting, gold);
        return [.. probabilities.Select(p => Scaled(p, scale, offset))];
    }

    private static (double[] Scale, double[] Offset) Fit(double[][] probabilities, int[] gold)
    {
        var classes = probabilities[0].Length;
        var (scale, offset) = (Enumerable.Repeat(1.0, classes).ToArray(), new double[classes]);
        // The log-loss is convex in scale and offset; plain descent is exact enough for two numbers a class.
        for (var step = 0; step < 500; step++)
        {
            var (slopeScale, slopeOffset) = (new double[classes], new double[classes]);
            for (var r = 0; r < gold.Length; r++)
            {
                var p = Scaled(probabilities[r], scale, offset);
                for (var c = 0; c < classes; c++)
                {
                    var slope = (p[c] - (c == gold[r] ? 1 : 0)) / gold.Length;
                    slopeScale[c] += slope * Math.Log(Math.Max(probabilities[r][c], 1e-9));
                    slopeOffset[c] += slope;
                }
            }
            for (var c = 0; c < classes; c++)
            {
                scale[c] -= 0.2 * slopeScale[c];
                offset[c] -= 0.5 * slopeOffset[c];
            }
        }
        return (scale, offset);
    }

    private static double[] Scaled(double[] probabilities, double[] scale, double[] offset)
    {
        double[] logits = [.. probabilities.Select((p, c) => (scale[c] * Math.Log(Math.Max(p, 1e-9))) + offset[c])];
        var top = logits.Max();
        var sum = logits.Sum(l => Math.Exp(l - top));
        return [.. logits.Select(l => Math.Exp(l - top) / sum)];
    }
}
