using System.Globalization;
using System.Text.Json;
using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Store;

/// <summary>The state of a correction is a function of its history: events that were undone are left out, the rest is read in order.</summary>
internal static class Replay
{
    /// <summary>The status after <paramref name="history"/>, or null where the proposal itself was undone or erased.</summary>
    public static CorrectionStatus? Of(IReadOnlyList<HistoryEvent> history)
    {
        var undone = Undone(history);
        Correction? correction = null;
        var votes = new List<Vote>();
        Vote? decision = null;
        string? version = null;
        foreach (var e in history.Where(e => !undone.Contains(e.Number)))
        {
            switch (e.Action)
            {
                case CorrectionAction.Propose:
                    correction = CorrectionFile.Parse(e.Payload, $"event {e.Number}");
                    break;
                case CorrectionAction.Judge:
                    votes.RemoveAll(v => v.Author == e.Author);
                    votes.Add(VoteOf(e));
                    break;
                case CorrectionAction.Adjudicate:
                    decision = VoteOf(e);
                    break;
                case CorrectionAction.Apply:
                    version = e.Payload;
                    break;
                case CorrectionAction.Erase:
                    return null;
            }
        }
        if (correction is null) return null;
        var disputed = decision is null && votes.Select(v => v.Verdict).Select(v => Value(v, correction)).Distinct().Count() > 1;
        decision ??= disputed || votes.Count == 0 ? null : votes[^1];
        return new()
        {
            Votes = votes,
            Disputed = disputed,
            Version = version,
            Correction = decision is null && version is null ? correction : correction with
            {
                State = version is not null ? CorrectionState.Applied : decision!.Verdict.Accepted ? CorrectionState.Accepted : CorrectionState.Rejected,
                New = decision?.Verdict.Changed ?? correction.New,
                Time = decision?.Time ?? correction.Time,
            },
        };
    }

    /// <summary>The numbers of the events that no longer count; an undo can itself be undone.</summary>
    public static HashSet<long> Undone(IReadOnlyList<HistoryEvent> history)
    {
        var undone = new HashSet<long>();
        foreach (var e in history.Where(e => e.Action == CorrectionAction.Undo).OrderByDescending(e => e.Number))
            if (!undone.Contains(e.Number)) undone.Add(long.Parse(e.Payload, CultureInfo.InvariantCulture));
        return undone;
    }

    private static Vote VoteOf(HistoryEvent e) => new(e.Author, JsonSerializer.Deserialize(e.Payload, StoreJson.Line.Verdict)!, e.Time);

    /// <summary>What a verdict amounts to, so that a change to the proposed value and an acceptance agree.</summary>
    private static (bool, Annotation?) Value(Verdict verdict, Correction correction) => verdict.Accepted ? (true, verdict.Changed ?? correction.New) : (false, null);
}
