using FineGrain.Core;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Queues;

/// <summary>
/// Whether new texts are like those of training: a probe is taught to tell the two apart (a classifier two-sample test, Lopez-Paz and Oquab 2017), and the words whose
/// share has changed are tested one by one.
/// </summary>
public sealed class Drift
{
    private const int Most = 5000;

    /// <summary>Compares.</summary>
    /// <param name="train">Training texts.</param>
    /// <param name="traffic">New texts.</param>
    /// <param name="seed">Seed of samples and folds.</param>
    public Drift(IReadOnlyList<Example> train, IReadOnlyList<Example> traffic, int seed = 1)
    {
        var random = new Random(seed);
        var (old, @new) = (Sample(train, random), Sample(traffic, random));
        Example[] both = [.. old, .. @new];
        int[] side = [.. old.Select(_ => 0), .. @new.Select(_ => 1)];
        var p = OutOfFold.Probabilities(both, side, 2, repetitions: 1, options: new() { Seed = seed });
        double[] a = [.. p.Where((_, r) => side[r] == 0).Select(x => x[1])], b = [.. p.Where((_, r) => side[r] == 1).Select(x => x[1])];
        Auc = AreaUnder(a, b);
        // Under "no drift" the area has mean 1/2 and this deviation (Mann and Whitney 1947).
        PValue = Tests.UpperTail((Auc - 0.5) / Math.Sqrt((a.Length + b.Length + 1) / (12.0 * a.Length * b.Length)));
        // How new every text is to the probe that learnt from both samples; those in the sample are answered out of fold.
        var space = new FeatureSpace();
        var probe = LinearProbe.Learn([.. both.Select(space.Learn)], side, [.. both.Select(_ => 1.0)], space.Count, 2, new() { Seed = seed });
        var outOfFold = new Dictionary<Example, double>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < @new.Length; i++) outOfFold[@new[i]] = p[old.Length + i][1];
        Newness = [.. traffic.Select(e => outOfFold.TryGetValue(e, out var known) ? known : probe.Probabilities(space.Known(e))[1])];
        Terms = Changed(old, @new);
    }

    /// <summary>How well the two can be told apart: 0.5 not at all, 1 wholly.</summary>
    public double Auc { get; }

    /// <summary>Chance of such an area where nothing has changed.</summary>
    public double PValue { get; }

    /// <summary>Of each new text, the probability that it is no training text.</summary>
    public IReadOnlyList<double> Newness { get; }

    /// <summary>Words whose share has changed beyond chance (Bonferroni, level 0.01), the largest change first.</summary>
    public IReadOnlyList<(string Unit, double Before, double After, double PValue)> Terms { get; }

    private static Example[] Sample(IReadOnlyList<Example> examples, Random random)
    {
        Example[] sample = [.. examples];
        random.Shuffle(sample);
        return [.. sample.Take(Most)];
    }

    private static double AreaUnder(double[] low, double[] high)
    {
        Array.Sort(low);
        double sum = 0;
        foreach (var x in high)
        {
            int below = Below(low, x, false), upTo = Below(low, x, true);
            sum += below + (0.5 * (upTo - below));
        }
        return sum / low.Length / high.Length;

        static int Below(double[] sorted, double x, bool orEqual)
        {
            var (from, to) = (0, sorted.Length);
            while (from < to)
            {
                var middle = (from + to) / 2;
                if (sorted[middle] < x || (orEqual && sorted[middle] == x)) from = middle + 1;
                else to = middle;
            }
            return from;
        }
    }

    private static IReadOnlyList<(string, double, double, double)> Changed(Example[] old, Example[] @new)
    {
        static Dictionary<string, int> Count(Example[] texts) => texts.SelectMany(e => TextUnits.Words($"{e.Text}\n{e.Pair}").Distinct(StringComparer.Ordinal)).CountBy(u => u, StringComparer.Ordinal).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        var (before, after) = (Count(old), Count(@new));
        string[] units = [.. before.Keys.Union(after.Keys, StringComparer.Ordinal).Where(u => before.GetValueOrDefault(u) + after.GetValueOrDefault(u) >= 10)];
        return [.. units.Select(u =>
        {
            int a = before.GetValueOrDefault(u), b = after.GetValueOrDefault(u);
            var z = Math.Abs(Tests.Shares(b, @new.Length, a, old.Length));
            return (Unit: u, Before: (double)a / old.Length, After: (double)b / @new.Length, P: Math.Min(1, 2 * Tests.UpperTail(z) * units.Length), Z: z);
        }).Where(t => t.P < 0.01).OrderByDescending(t => t.Z).Select(t => (t.Unit, t.Before, t.After, t.P))];
    }
}
