using FineGrain.Core;

namespace FineGrain.Feedback.Probing;

/// <summary>Answers each row with probes that have not seen it.</summary>
public static class OutOfFold
{
    /// <summary>Out-of-fold probabilities, mean over repetitions with other folds.</summary>
    /// <param name="examples">Labelled examples.</param>
    /// <param name="labels">Class of each.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="repetitions">How often, each time with other folds.</param>
    /// <param name="options">How the probes learn.</param>
    public static double[][] Probabilities(IReadOnlyList<Example> examples, IReadOnlyList<int> labels, int classes, int folds = 5, int repetitions = 3, ProbeOptions? options = null)
    {
        options ??= new();
        var space = new FeatureSpace();
        int[][] rows = [.. examples.Select(space.Learn)];
        string[] keys = [.. examples.Select(e => $"{e.Text}\n{e.Pair}")];
        double[] importance = [.. examples.Select(e => e.Weight)];
        var result = new double[rows.Length][];
        for (var r = 0; r < rows.Length; r++) result[r] = new double[classes];
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var fold = Folds.Of(keys, labels, folds, options.Seed + repetition);
            for (var f = 0; f < folds; f++)
            {
                var seen = Enumerable.Range(0, rows.Length).Where(r => fold[r] != f).ToArray();
                var probe = LinearProbe.Learn([.. seen.Select(r => rows[r])], [.. seen.Select(r => labels[r])], [.. seen.Select(r => importance[r])], space.Count, classes, options with { Seed = options.Seed + repetition });
                for (var r = 0; r < rows.Length; r++)
                {
                    if (fold[r] != f) continue;
                    var p = probe.Probabilities(rows[r]);
                    for (var c = 0; c < classes; c++) result[r][c] += p[c] / repetitions;
                }
            }
        }
        return result;
    }
}
