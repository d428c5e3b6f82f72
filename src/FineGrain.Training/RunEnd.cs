namespace FineGrain.Training;

/// <summary>Why a run's sequence of steps ended.</summary>
public enum RunEnd
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>All steps are done; the model holds the chosen weights.</summary>
    Completed,

    /// <summary>The dev metric stopped improving; the model holds the chosen weights.</summary>
    StoppedEarly,

    /// <summary>Cancelled by the caller after writing a checkpoint; the model holds the weights of the last step.</summary>
    Cancelled,
}
