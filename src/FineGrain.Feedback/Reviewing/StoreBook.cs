using FineGrain.Core.Corrections;
using FineGrain.Feedback.Store;

namespace FineGrain.Feedback.Reviewing;

/// <summary>Reviews a store as one person; others may review it at the same time.</summary>
/// <param name="store">The store.</param>
/// <param name="author">Who decides.</param>
public sealed class StoreBook(CorrectionStore store, string author) : IReviewBook
{
    private int decided;

    /// <inheritdoc/>
    public IReadOnlyList<Correction> Read() => [.. store.All().Select(c => c.Correction)];

    /// <inheritdoc/>
    public Correction Decide(string id, Verdict verdict)
    {
        var status = store.Judge(id, author, verdict);
        decided++;
        return status.Correction;
    }

    /// <inheritdoc/>
    public Correction? Undo()
    {
        // Not more than this book did: the author's earlier work is not to be lost by one key too many.
        if (decided == 0 || store.Undo(author) is not { } undone) return null;
        decided--;
        return store.Find(undone.CorrectionId)?.Correction;
    }
}
