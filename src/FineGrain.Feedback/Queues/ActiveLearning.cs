using FineGrain.Core;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Queues;

/// <summary>Chooses which unlabelled texts to annotate next, with a committee of probes that learnt bootstrap samples of what is annotated.</summary>
public sealed class ActiveLearning
{
    /// <summary>Every strategy by name.</summary>
    public static readonly IReadOnlyList<string> Strategies = ["entropy", "margin", "least-confident", "bald", "badge", "random"];

    private readonly FeatureSpace space = new();
    private readonly int[][] poolRows;
    private readonly IReadOnlyList<Example> pool;
    private readonly int seed;

    /// <summary>Teaches the committee.</summary>
    /// <param name="annotated">Examples with one label each.</param>
    /// <param name="pool">Texts that could be annotated.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="members">Probes of the committee; one learns the examples as they are, and only BALD needs more.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="options">How a probe learns.</param>
    public ActiveLearning(IReadOnlyList<Example> annotated, IReadOnlyList<Example> pool, LabelSet labels, int members = 5, int seed = 1, ProbeOptions? options = null)
    {
        (this.pool, this.seed) = (pool, seed);
        int[][] rows = [.. annotated.Select(space.Learn)];
        int[] given = [.. annotated.Select(e => labels.IndexOf(e.Label!))];
        poolRows = [.. pool.Select(space.Known)];
        Committee = [.. pool.Select(_ => new double[members][])];
        for (var m = 0; m < members; m++)
        {
            var random = new Random((seed * 1009) + m);
            var importance = new double[rows.Length];
            if (members == 1) Array.Fill(importance, 1);
            else for (var draw = 0; draw < rows.Length; draw++) importance[random.Next(rows.Length)]++;
            var probe = LinearProbe.Learn(rows, given, importance, space.Count, labels.Count, (options ?? new()) with { Seed = (seed * 100) + m });
            for (var r = 0; r < poolRows.Length; r++) Committee[r][m] = probe.Probabilities(poolRows[r]);
        }
        Probabilities = [.. Committee.Select(Uncertainty.Mean)];
    }

    /// <summary>With a committee of real models, such as the seeds of a run, instead of probes.</summary>
    /// <param name="pool">Texts that could be annotated.</param>
    /// <param name="committee">Probabilities of each text by each member.</param>
    /// <param name="seed">Seed.</param>
    public ActiveLearning(IReadOnlyList<Example> pool, IReadOnlyList<double[][]> committee, int seed = 1)
    {
        (this.pool, this.seed, Committee) = (pool, seed, committee);
        poolRows = [.. pool.Select(space.Learn)];
        Probabilities = [.. Committee.Select(Uncertainty.Mean)];
    }

    /// <summary>Probabilities of each pool text by each member.</summary>
    public IReadOnlyList<double[][]> Committee { get; }

    /// <summary>The committee's mean for each pool text.</summary>
    public IReadOnlyList<double[]> Probabilities { get; }

    /// <summary>Pool rows, the most instructive first.</summary>
    /// <param name="strategy">One of <see cref="Strategies"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="byCost">Divides what a text teaches by the time that it takes to read: more texts, and shorter ones, for the same minutes.</param>
    /// <exception cref="InputException">There is no such strategy.</exception>
    public IReadOnlyList<int> Choose(string strategy, int count, bool byCost)
    {
        if (!Strategies.Contains(strategy)) throw new InputException("--strategy", $"'{strategy}' is not known. {Nearest.Hint(strategy, [.. Strategies])}");
        if (strategy == "badge") return Badge.Choose(Probabilities, poolRows, space.Count, count, new Random(seed));
        if (strategy == "random")
        {
            var order = Enumerable.Range(0, pool.Count).ToArray();
            new Random(seed).Shuffle(order);
            return [.. order.Take(count)];
        }
        double Score(int r) => strategy switch
        {
            "entropy" => Uncertainty.Entropy(Probabilities[r]),
            "margin" => Uncertainty.Margin(Probabilities[r]),
            "bald" => Uncertainty.Bald(Committee[r]),
            _ => Uncertainty.LeastConfident(Probabilities[r]),
        };
        return [.. Enumerable.Range(0, pool.Count).OrderByDescending(r => Score(r) / (byCost ? ReviewTime.Minutes(pool[r]) : 1)).Take(count)];
    }
}
