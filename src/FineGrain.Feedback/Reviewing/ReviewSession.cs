using FineGrain.Core.Corrections;
using FineGrain.Feedback.Store;

namespace FineGrain.Feedback.Reviewing;

/// <summary>One person's way through a queue: what is on the desk, how it was changed, what was decided. Screens and pages only show it and pass keys on.</summary>
public sealed class ReviewSession
{
    private readonly IReviewBook book;
    private readonly List<Correction> items;

    /// <summary>Begins with the open corrections, the best for each minute first.</summary>
    /// <param name="book">Where they are.</param>
    /// <param name="labels">Labels to choose from, beside those that the queue names.</param>
    /// <param name="top">How many at most.</param>
    public ReviewSession(IReviewBook book, IReadOnlyList<string>? labels = null, int top = int.MaxValue)
    {
        this.book = book;
        var all = book.Read();
        items = [.. all.Where(c => c.State == CorrectionState.Proposed).OrderByDescending(c => c.Gain ?? c.Score ?? 0).Take(top)];
        TextLabels = [.. (labels ?? []).Union(all.Where(c => !c.IsAboutSpans).SelectMany(c => (Annotation?[])[c.Old, c.New]).SelectMany(a => a?.Labels ?? []).Order(StringComparer.Ordinal), StringComparer.Ordinal)];
        SpanLabels = [.. (labels ?? []).Union(all.Where(c => c.IsAboutSpans).SelectMany(c => (Annotation?[])[c.Old, c.New]).Select(a => a?.Span?.Label).OfType<string>().Order(StringComparer.Ordinal), StringComparer.Ordinal)];
        Reset();
    }

    private IReadOnlyList<string> TextLabels { get; }

    private IReadOnlyList<string> SpanLabels { get; }

    /// <summary>The queue; decided ones keep their place.</summary>
    public IReadOnlyList<Correction> Items => items;

    /// <summary>Place of the one on the desk.</summary>
    public int Position { get; private set; }

    /// <summary>The one on the desk; null for an empty queue.</summary>
    public Correction? Current => items.Count == 0 ? null : items[Position];

    /// <summary>What shall stand there as the person has changed it; null where nothing shall.</summary>
    public Annotation? Draft { get; private set; }

    /// <summary>Whether the person has changed the proposal.</summary>
    public bool IsChanged => Current is { } c && !Equals(Draft, c.New);

    /// <summary>Whether the end of the span moves; else its start.</summary>
    public bool MovesEnd { get; private set; } = true;

    /// <summary>Labels to choose from for the one on the desk.</summary>
    public IReadOnlyList<string> Labels => Current?.IsAboutSpans == true ? SpanLabels : TextLabels;

    /// <summary>Whether all are decided.</summary>
    public bool IsDone => items.All(c => c.State != CorrectionState.Proposed);

    /// <summary>Number with a state.</summary>
    public int Count(CorrectionState state) => items.Count(c => c.State == state);

    /// <summary>Decides for the draft. What equals what stands there already is a rejection: nothing would change.</summary>
    public void Accept() => Decide(Draft is not null && Equals(Draft, Current?.Old) ? Verdict.Reject : IsChanged ? Verdict.Change(Draft!) : Verdict.Accept);

    /// <summary>Decides against it.</summary>
    public void Reject() => Decide(Verdict.Reject);

    /// <summary>Goes on or back without deciding.</summary>
    public void Step(int by)
    {
        Position = Math.Clamp(Position + by, 0, Math.Max(0, items.Count - 1));
        Reset();
    }

    /// <summary>Takes the last decision of this session back and lays it on the desk again.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Undo()
    {
        if (book.Undo() is not { } undone) return false;
        Position = items.FindIndex(c => c.Id == undone.Id);
        items[Position] = undone;
        Reset();
        return true;
    }

    /// <summary>Forgets what was changed.</summary>
    public void Reset() => (Draft, MovesEnd) = (Current?.New, true);

    /// <summary>Gives the draft a label of <see cref="Labels"/>.</summary>
    public void SetLabel(int number)
    {
        if (number < 0 || number >= Labels.Count || Draft is null) return;
        if (Draft.Span is { } span) Draft = Annotation.OfSpan(span with { Label = Labels[number] });
        else if (Draft.Labels is not null) Draft = Annotation.OfLabels(Labels[number]);
    }

    /// <summary>Gives it the next label, or the one before.</summary>
    public void CycleLabel(int by)
    {
        var now = Draft?.Span?.Label ?? (Draft?.Labels is { Count: > 0 } labels ? labels[0] : null);
        if (now is null || Labels.Count == 0) return;
        var at = 0;
        while (at < Labels.Count && Labels[at] != now) at++;
        SetLabel(((at + by) % Labels.Count + Labels.Count) % Labels.Count);
    }

    /// <summary>Lets the other border move.</summary>
    public void SwitchBorder() => MovesEnd = !MovesEnd;

    /// <summary>Moves the border.</summary>
    /// <param name="by">Steps, to the right where positive.</param>
    /// <param name="words">Over words; else over characters.</param>
    public void Move(int by, bool words)
    {
        if (Draft?.Span is { } span && Current?.Text is { } text) Draft = Annotation.OfSpan(Borders.Move(text, span, MovesEnd, by, words));
    }

    private void Decide(Verdict verdict)
    {
        if (Current is not { State: CorrectionState.Proposed } current) return;
        items[Position] = book.Decide(current.Id, verdict);
        var next = items.FindIndex(Position, c => c.State == CorrectionState.Proposed);
        Position = next >= 0 ? next : items.FindIndex(c => c.State == CorrectionState.Proposed) is var first and >= 0 ? first : Position;
        Reset();
    }
}
