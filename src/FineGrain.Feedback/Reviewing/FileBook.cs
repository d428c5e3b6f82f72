using FineGrain.Core.Corrections;
using FineGrain.Feedback.Store;

namespace FineGrain.Feedback.Reviewing;

/// <summary>Reviews a <c>corrections.jsonl</c> in place: each decision writes the file anew, whole or not at all.</summary>
public sealed class FileBook : IReviewBook
{
    private readonly string path;
    private readonly TimeProvider clock;
    private readonly List<Correction> corrections;
    private readonly Stack<(int At, Correction Before)> done = [];

    /// <summary>Opens a file.</summary>
    /// <exception cref="Core.InputException">It is missing or holds a line that is no correction.</exception>
    public FileBook(string path, TimeProvider? clock = null) => (this.path, this.clock, corrections) = (path, clock ?? TimeProvider.System, [.. CorrectionFile.Read(path)]);

    /// <inheritdoc/>
    public IReadOnlyList<Correction> Read() => corrections;

    /// <inheritdoc/>
    public Correction Decide(string id, Verdict verdict)
    {
        var at = corrections.FindIndex(c => c.Id == id);
        var before = corrections[at];
        var after = before with { State = verdict.Accepted ? CorrectionState.Accepted : CorrectionState.Rejected, New = verdict.Changed ?? before.New, Time = clock.GetUtcNow() };
        CorrectionFile.Check(after, $"correction '{id}'");
        Put(at, after);
        done.Push((at, before));
        return after;
    }

    /// <inheritdoc/>
    public Correction? Undo()
    {
        if (!done.TryPeek(out var last)) return null;
        Put(last.At, last.Before);
        done.Pop();
        return last.Before;
    }

    private void Put(int at, Correction correction)
    {
        var stood = corrections[at];
        corrections[at] = correction;
        try
        {
            CorrectionFile.Write(path, corrections);
        }
        catch
        {
            corrections[at] = stood;
            throw;
        }
    }
}
