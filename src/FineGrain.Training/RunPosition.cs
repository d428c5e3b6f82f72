namespace FineGrain.Training;

/// <summary>Where a run stands between two steps; with the tensors it is the whole state.</summary>
internal sealed record RunPosition
{
    /// <summary>Steps done.</summary>
    public int Step { get; init; }

    /// <summary>Current epoch, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Batches of the epoch that are used up.</summary>
    public int Batch { get; init; }

    /// <summary>Forward passes done, over all epochs.</summary>
    public long Forward { get; init; }

    /// <summary>Best value of the dev metric; null before the first evaluation.</summary>
    public double? Best { get; init; }

    /// <summary>Step of the best value.</summary>
    public int BestStep { get; init; }

    /// <summary>Evaluations since the best one.</summary>
    public int SinceBest { get; init; }

    /// <summary>How the run ended; <see cref="RunEnd.Running"/> while it goes on.</summary>
    public RunEnd End { get; init; }
}
