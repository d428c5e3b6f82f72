namespace FineGrain.Feedback.Store;

/// <summary>What an event of the history did.</summary>
public enum CorrectionAction
{
    /// <summary>The correction came in.</summary>
    Propose,

    /// <summary>A person judged it.</summary>
    Judge,

    /// <summary>A person decided where others disagree.</summary>
    Adjudicate,

    /// <summary>It went into a data version.</summary>
    Apply,

    /// <summary>An earlier event no longer counts.</summary>
    Undo,

    /// <summary>Everything that was known of an example was erased; only this fact remains.</summary>
    Erase,
}
