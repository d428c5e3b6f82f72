namespace FineGrain.Cli.Compressing;

/// <summary>One network at one precision, with what is known of it.</summary>
/// <param name="Plan">The network.</param>
/// <param name="Precision">float32 or int8.</param>
/// <param name="Cost">Size and time on this machine.</param>
internal sealed record Candidate(CompressionPlan Plan, string Precision, Cost Cost)
{
    /// <summary>Its name in tables and files.</summary>
    public string Name => $"{Plan.Name}-{Precision}";

    /// <summary>Its score, once it is trained.</summary>
    public Judgement? Score { get; init; }

    /// <summary>The candidates that no other beats in score, time and size at once.</summary>
    public static IReadOnlyList<Candidate> Front(IReadOnlyList<Candidate> all)
    {
        var scored = all.Where(c => c.Score is not null).ToList();
        return [.. scored.Where(c => !scored.Any(o => Beats(o, c))).OrderBy(c => c.Cost.P95)];
    }

    private static bool Beats(Candidate a, Candidate b) =>
        a.Score!.After >= b.Score!.After && a.Cost.P95 <= b.Cost.P95 && a.Cost.Bytes <= b.Cost.Bytes
        && (a.Score.After > b.Score.After || a.Cost.P95 < b.Cost.P95 || a.Cost.Bytes < b.Cost.Bytes);
}
