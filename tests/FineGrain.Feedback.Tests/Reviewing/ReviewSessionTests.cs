using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Reviewing;
using FineGrain.Feedback.Store;

namespace FineGrain.Feedback.Tests.Reviewing;

public sealed class ReviewSessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_best_for_a_minute_is_first_and_a_decision_lays_out_the_next()
    {
        var session = InFile(Relabel("a", 1), Relabel("b", 3), Relabel("c", 2));
        Assert.Equal("b", session.Current!.Id);
        session.Accept();
        Assert.Equal("c", session.Current!.Id);
        session.Step(1);
        session.Reject();
        Assert.Equal("c", session.Current!.Id); // round to what was skipped
        session.Accept();
        Assert.True(session.IsDone);
        Assert.Equal([("a", CorrectionState.Rejected), ("b", CorrectionState.Accepted), ("c", CorrectionState.Accepted)], Stored().Select(c => (c.Id, c.State)));
    }

    [Fact]
    public void A_changed_label_is_stored_and_undo_brings_the_proposal_back()
    {
        var session = InFile(Relabel("a", 1));
        Assert.Equal(["negative", "positive"], session.Labels);
        session.CycleLabel(1);
        Assert.Equal("negative", session.Draft!.Labels![0]);
        session.Reset();
        Assert.False(session.IsChanged);
        var more = new ReviewSession(new FileBook(folder.At("c.jsonl")), ["neutral"]);
        more.SetLabel(0);
        more.Accept();
        Assert.Equal("neutral", Stored()[0].New!.Labels![0]);
        Assert.True(more.Undo());
        Assert.Equal(("positive", CorrectionState.Proposed), (Stored()[0].New!.Labels![0], Stored()[0].State));
        Assert.False(more.Undo());
    }

    [Fact]
    public void A_change_back_to_what_stands_there_is_a_rejection()
    {
        var session = InFile(Relabel("a", 1));
        session.SetLabel(0);
        session.Accept();
        Assert.Equal(CorrectionState.Rejected, Stored()[0].State);
    }

    [Fact]
    public void A_border_is_moved_and_the_span_stored()
    {
        var session = InFile(new Correction
        {
            Id = "s", ExampleId = "e", Kind = CorrectionKind.SpanChange, Old = Annotation.OfSpan(new(0, 2, "LOC")), New = Annotation.OfSpan(new(0, 3, "ORG")), Author = "finegrain", Time = DateTimeOffset.UnixEpoch, Text = "北京大学很好",
        });
        session.Move(1, words: false);
        session.CycleLabel(1); // ORG is the last of two: round to LOC
        session.Accept();
        Assert.Equal(new Span(0, 4, "LOC"), Stored()[0].New!.Span);
    }

    [Fact]
    public void A_store_is_reviewed_by_a_person_and_undo_stops_at_the_beginning_of_the_session()
    {
        using var store = CorrectionStore.Open(folder.At("store.db"), new SteppingClock());
        store.Propose([Relabel("a", 2), Relabel("b", 1)]);
        store.Judge("b", "ann", Verdict.Accept);
        var session = new ReviewSession(new StoreBook(store, "ann"));
        Assert.Equal("a", Assert.Single(session.Items).Id);
        session.Reject();
        Assert.Equal(CorrectionState.Rejected, store.Find("a")!.Correction.State);
        Assert.True(session.Undo());
        Assert.False(session.Undo());
        Assert.Equal(CorrectionState.Accepted, store.Find("b")!.Correction.State);
    }

    [Fact]
    public void An_empty_queue_bears_every_key()
    {
        var session = InFile();
        session.Accept();
        session.Step(1);
        session.Move(1, words: true);
        session.CycleLabel(1);
        Assert.Null(session.Current);
        Assert.False(session.Undo());
    }

    private ReviewSession InFile(params Correction[] corrections)
    {
        CorrectionFile.Write(folder.At("c.jsonl"), corrections);
        return new(new FileBook(folder.At("c.jsonl"), new SteppingClock()));
    }

    private List<Correction> Stored() => [.. CorrectionFile.Read(folder.At("c.jsonl"))];

    private static Correction Relabel(string id, double gain) => new()
    {
        Id = id, ExampleId = $"example {id}", Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels("negative"), New = Annotation.OfLabels("positive"), Author = "finegrain", Time = DateTimeOffset.UnixEpoch, Gain = gain,
    };
}
