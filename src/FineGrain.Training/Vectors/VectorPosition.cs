namespace FineGrain.Training.Vectors;

/// <summary>How far a training of vectors has come; with the weights all that a checkpoint keeps.</summary>
internal sealed record VectorPosition
{
    /// <summary>Steps done.</summary>
    public int Step { get; init; }

    /// <summary>Losses of the predictions of the epoch at hand, added up.</summary>
    public double LossSum { get; init; }

    /// <summary>Predictions of the epoch at hand.</summary>
    public long Predictions { get; init; }
}
