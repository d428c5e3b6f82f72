using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Causes;

namespace FineGrain.Feedback.Queues;

/// <summary>Corrections as queues propose them.</summary>
internal static class Proposal
{
    /// <summary>A correction of a whole example.</summary>
    /// <param name="example">The example.</param>
    /// <param name="kind">What is done to it.</param>
    /// <param name="old">What stands there.</param>
    /// <param name="new">What shall.</param>
    /// <param name="reason">Why.</param>
    /// <param name="score">Probability that a review changes something.</param>
    /// <param name="now">When.</param>
    public static Correction Of(Example example, CorrectionKind kind, Annotation? old, Annotation? @new, string reason, double score, DateTimeOffset now) => new()
    {
        Id = Correction.NewId(now), ExampleId = example.Id, Kind = kind, Old = old, New = @new, Reason = reason, Author = "finegrain", Time = now,
        Score = Math.Round(score, 4), Gain = Math.Round(score / ReviewTime.Minutes(example), 3), Text = example.Text, Pair = example.Pair, Source = example.Source,
    };

    /// <summary>The best for each minute first; ties as they came.</summary>
    public static IReadOnlyList<Correction> Ranked(IEnumerable<Correction> corrections) => [.. corrections.OrderByDescending(c => c.Gain)];
}
