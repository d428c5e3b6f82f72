using FineGrain.Core.Corrections;
using FineGrain.Feedback.Store;

namespace FineGrain.Feedback.Reviewing;

/// <summary>Where corrections come from and decisions go to. A decision is on the disk when the call returns.</summary>
public interface IReviewBook
{
    /// <summary>Every correction as it stands.</summary>
    IReadOnlyList<Correction> Read();

    /// <summary>Notes a decision.</summary>
    /// <returns>The correction after it.</returns>
    Correction Decide(string id, Verdict verdict);

    /// <summary>Takes back the last decision that this book noted.</summary>
    /// <returns>The correction after that; null where there is nothing to take back.</returns>
    Correction? Undo();
}
