using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Causes;

/// <summary>
/// What the detectors look at: the training examples, the part of dev that choices are made on, and what probes say about both. Dev is taken to be sound and
/// like the texts that will be asked: a cause is a way in which the training data differ from it.
/// </summary>
public sealed class DataView
{
    private const int FoldCount = 8;

    /// <summary>Trains the probes.</summary>
    /// <param name="train">Training examples with one label each.</param>
    /// <param name="dev">Dev examples.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="recipe">The recipe, for keys that a patch would change.</param>
    /// <param name="pool">Examples that could be annotated next; empty for none.</param>
    /// <param name="seed">Seed of folds and probes.</param>
    public DataView(IReadOnlyList<Example> train, IReadOnlyList<Example> dev, LabelSet labels, Recipe recipe, IReadOnlyList<Example>? pool = null, int seed = 1)
    {
        (Train, Dev, Labels, Recipe, Pool, Seed) = (train, dev, labels, recipe, pool ?? [], seed);
        TrainLabels = [.. train.Select(e => labels.IndexOf(e.Label!))];
        DevLabels = [.. dev.Select(e => labels.IndexOf(e.Label!))];
        TrainUnits = [.. train.Select(e => TextUnits.Words(e.Text).ToHashSet(StringComparer.Ordinal))];
        DevUnits = [.. dev.Select(e => TextUnits.Words(e.Text).ToHashSet(StringComparer.Ordinal))];
        (TrainProbabilities, DevProbabilities) = Probe();
    }

    /// <summary>Training examples.</summary>
    public IReadOnlyList<Example> Train { get; }

    /// <summary>The part of dev that choices are made on.</summary>
    public IReadOnlyList<Example> Dev { get; }

    /// <summary>The label set.</summary>
    public LabelSet Labels { get; }

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>Examples that could be annotated next.</summary>
    public IReadOnlyList<Example> Pool { get; }

    /// <summary>Seed of folds and probes.</summary>
    public int Seed { get; }

    /// <summary>Class of each training example.</summary>
    public int[] TrainLabels { get; }

    /// <summary>Class of each dev example.</summary>
    public int[] DevLabels { get; }

    /// <summary>Units of each training text, each once.</summary>
    public HashSet<string>[] TrainUnits { get; }

    /// <summary>Units of each dev text, each once.</summary>
    public HashSet<string>[] DevUnits { get; }

    /// <summary>Out-of-fold probabilities of the training examples.</summary>
    public double[][] TrainProbabilities { get; }

    /// <summary>Mean probabilities of the same probes on dev: each has seen as much data as those that answered the training examples.</summary>
    public double[][] DevProbabilities { get; }

    private (double[][] Train, double[][] Dev) Probe()
    {
        var space = new FeatureSpace();
        int[][] rows = [.. Train.Select(space.Learn)], dev = [.. Dev.Select(space.Known)];
        double[] importance = [.. Train.Select(e => e.Weight)];
        var fold = Folds.Of([.. Train.Select(e => $"{e.Text}\n{e.Pair}")], TrainLabels, FoldCount, Seed);
        var (train, onDev) = (new double[rows.Length][], Enumerable.Range(0, dev.Length).Select(_ => new double[Labels.Count]).ToArray());
        for (var f = 0; f < FoldCount; f++)
        {
            var seen = Enumerable.Range(0, rows.Length).Where(r => fold[r] != f).ToArray();
            var probe = LinearProbe.Learn([.. seen.Select(r => rows[r])], [.. seen.Select(r => TrainLabels[r])], [.. seen.Select(r => importance[r])], space.Count, Labels.Count, new() { Seed = Seed + f });
            for (var r = 0; r < rows.Length; r++) if (fold[r] == f) train[r] = probe.Probabilities(rows[r]);
            for (var r = 0; r < dev.Length; r++)
            {
                var p = probe.Probabilities(dev[r]);
                for (var c = 0; c < p.Length; c++) onDev[r][c] += p[c] / FoldCount;
            }
        }
        return (train, onDev);
    }
}
