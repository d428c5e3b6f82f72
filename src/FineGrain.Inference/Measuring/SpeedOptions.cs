namespace FineGrain.Inference.Measuring;

/// <summary>How <see cref="SpeedTest"/> measures.</summary>
public sealed record SpeedOptions
{
    /// <summary>Measured rounds; one more comes before them and warms up.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Examples that are handed over together, in input order; 0 hands over all and leaves batching to the predictor.</summary>
    public int Batch { get; init; }

    /// <summary>Examples of each round that are answered one at a time for the latencies; 0 measures none.</summary>
    public int Alone { get; init; } = 100;
}
