using FineGrain.Core;

namespace FineGrain.Analysis.Statistics;

/// <summary>One metric over several training seeds.</summary>
/// <param name="Metric">Task, data set, split and metric; of the first seed.</param>
/// <param name="Values">The value of each seed, in the order given.</param>
/// <param name="Mean">Mean over seeds.</param>
/// <param name="Deviation">Sample standard deviation (n − 1); NaN for one seed.</param>
/// <param name="Interval">
/// 95 % t interval of the mean over seeds: how much the choice of seed moves the score. It says nothing about the choice of examples; that is what each score's own interval is for.
/// </param>
public sealed record SeedSpread(Score Metric, IReadOnlyList<SeedValue> Values, double Mean, double Deviation, Interval Interval)
{
    /// <summary>One spread for each task, data set, split and metric among <paramref name="scores"/>, in order of first appearance; scores without a seed are left out.</summary>
    /// <exception cref="InputException">A seed stands twice for the same metric.</exception>
    public static IReadOnlyList<SeedSpread> Of(IEnumerable<Score> scores) =>
        [.. scores.Where(s => s.Seed is not null).GroupBy(s => (s.Task, s.Dataset, s.Split, s.Metric)).Select(group =>
        {
            SeedValue[] values = [.. group.Select(s => new SeedValue(s.Seed!.Value, s.Value))];
            if (values.GroupBy(v => v.Seed).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
                throw new InputException($"{group.Key.Dataset} {group.Key.Split} {group.Key.Metric}", $"seed {twice.Key} stands twice; each seed counts once.");
            var mean = values.Average(v => v.Value);
            var deviation = values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v.Value - mean) * (v.Value - mean)) / (values.Length - 1));
            var half = values.Length < 2 ? double.NaN : StudentT.TwoSided(0.95, values.Length - 1) * deviation / Math.Sqrt(values.Length);
            return new SeedSpread(group.First(), values, mean, deviation, new(mean - half, mean + half));
        })];

    /// <summary>The mean as a score without a seed, for scores.json.</summary>
    public Score ToScore() => Metric with { Value = Mean, Low = Interval.Low, High = Interval.High, Seed = null };
}

/// <summary>One seed's value.</summary>
/// <param name="Seed">Training seed.</param>
/// <param name="Value">The metric.</param>
public readonly record struct SeedValue(int Seed, double Value);
