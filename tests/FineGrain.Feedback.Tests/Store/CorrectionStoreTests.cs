using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Agreement;
using FineGrain.Feedback.Store;

namespace FineGrain.Feedback.Tests.Store;

/// <summary>Every promise of the store, on SQLite and on a real PostgreSQL.</summary>
public sealed class CorrectionStoreTests(Postgres postgres) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Engines => ["sqlite", "postgres"];

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Engines))]
    public void A_correction_is_found_again_after_reopening(string engine)
    {
        var place = Place(engine);
        using (var store = Open(place)) Assert.Equal(1, store.Propose([Relabel("1") with { Text = "好看 👍", Score = 0.75 }]));
        using var again = Open(place);
        Assert.Equal(Relabel("1") with { Text = "好看 👍", Score = 0.75 }, again.Find("1")!.Correction);
        Assert.Null(again.Find("2"));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_same_correction_twice_is_taken_once_and_another_of_that_id_is_refused(string engine)
    {
        using var store = Open(Place(engine));
        Assert.Equal(2, store.Propose([Relabel("1"), Relabel("2")]));
        Assert.Equal(1, store.Propose([Relabel("2"), Relabel("3")]));
        var error = Assert.Throws<InputException>(() => store.Propose([Relabel("4"), Relabel("1") with { Reason = "other" }]));
        Assert.Contains("stands in", error.Message, StringComparison.Ordinal);
        Assert.Equal(["1", "2", "3"], store.All().Select(c => c.Correction.Id));
    }

    [Theory, MemberData(nameof(Engines))]
    public void One_verdict_decides(string engine)
    {
        using var store = Open(Place(engine));
        store.Propose([Relabel("1"), Relabel("2"), Relabel("3")]);
        Assert.Equal(CorrectionState.Accepted, store.Judge("1", "ann", Verdict.Accept).Correction.State);
        store.Judge("2", "ann", Verdict.Reject);
        var changed = store.Judge("3", "ann", Verdict.Change(Annotation.OfLabels("neutral"))).Correction;
        Assert.Equal((CorrectionState.Accepted, Annotation.OfLabels("neutral")), (changed.State, changed.New));
        Assert.Equal(["1", "3"], store.All(CorrectionState.Accepted).Select(c => c.Correction.Id));
        Assert.Equal(["2"], store.All(CorrectionState.Rejected).Select(c => c.Correction.Id));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Two_verdicts_that_differ_wait_for_adjudication(string engine)
    {
        using var store = Open(Place(engine));
        store.Propose([Relabel("1")]);
        store.Judge("1", "ann", Verdict.Accept);
        var disputed = store.Judge("1", "bob", Verdict.Change(Annotation.OfLabels("neutral")));
        Assert.True(disputed.Disputed);
        Assert.Equal(CorrectionState.Proposed, disputed.Correction.State);
        Assert.Equal(["ann", "bob"], disputed.Votes.Select(v => v.Author));
        var decided = store.Adjudicate("1", "eve", Verdict.Reject, "neither");
        Assert.Equal((false, CorrectionState.Rejected), (decided.Disputed, decided.Correction.State));
    }

    [Theory, MemberData(nameof(Engines))]
    public void An_acceptance_and_a_change_to_the_proposed_value_agree(string engine)
    {
        using var store = Open(Place(engine));
        store.Propose([Relabel("1")]);
        store.Judge("1", "ann", Verdict.Accept);
        Assert.False(store.Judge("1", "bob", Verdict.Change(Annotation.OfLabels("positive"))).Disputed);
    }

    [Theory, MemberData(nameof(Engines))]
    public void Undo_takes_back_the_last_step_of_that_person_and_keeps_the_history(string engine)
    {
        using var store = Open(Place(engine));
        store.Propose([Relabel("1"), Relabel("2")]);
        store.Judge("1", "ann", Verdict.Accept);
        store.Judge("2", "bob", Verdict.Accept);
        store.Judge("1", "ann", Verdict.Reject);
        Assert.Equal(CorrectionAction.Judge, store.Undo("ann")!.Action);
        Assert.Equal(CorrectionState.Accepted, store.Find("1")!.Correction.State);
        store.Undo("ann");
        Assert.Equal(CorrectionState.Proposed, store.Find("1")!.Correction.State);
        Assert.Null(store.Undo("ann"));
        Assert.Equal(CorrectionState.Accepted, store.Find("2")!.Correction.State);
        Assert.Equal(["Propose", "Judge", "Judge", "Undo", "Undo"], store.History("1").Select(e => e.Action.ToString()));
        Assert.Equal(["1"], store.All(CorrectionState.Proposed).Select(c => c.Correction.Id));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Only_accepted_corrections_are_applied_and_undoing_that_frees_them(string engine)
    {
        using var store = Open(Place(engine));
        store.Propose([Relabel("1"), Relabel("2")]);
        store.Judge("1", "ann", Verdict.Accept);
        Assert.Throws<InputException>(() => store.MarkApplied(["1", "2"], "v1", "ann"));
        Assert.Equal(CorrectionState.Accepted, store.Find("1")!.Correction.State); // all or none
        store.MarkApplied(["1"], "v1", "ann");
        Assert.Equal("v1", store.Find("1")!.Version);
        Assert.Throws<InputException>(() => store.Judge("1", "bob", Verdict.Reject));
        store.Undo("ann");
        Assert.Equal(CorrectionState.Accepted, store.Find("1")!.Correction.State);
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_is_exported_can_be_imported_elsewhere(string engine)
    {
        using var store = Open(Place(engine));
        store.Propose([Relabel("1"), Relabel("2")]);
        store.Judge("1", "ann", Verdict.Change(Annotation.OfLabels("neutral")));
        CorrectionFile.Write(folder.At("out.jsonl"), store.All().Select(c => c.Correction));
        using var other = Open(folder.At("other.db"));
        Assert.Equal(2, other.Propose(CorrectionFile.Read(folder.At("out.jsonl"))));
        Assert.Equal(store.All().Select(c => c.Correction), other.All().Select(c => c.Correction));
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_was_applied_elsewhere_comes_in_as_accepted(string engine)
    {
        using var store = Open(Place(engine));
        store.Propose([Relabel("1") with { State = CorrectionState.Applied, New = Annotation.OfLabels("neutral") }]);
        var status = store.Find("1")!;
        Assert.Equal((CorrectionState.Accepted, Annotation.OfLabels("neutral")), (status.Correction.State, status.Correction.New));
        Assert.Equal(["1"], store.All(CorrectionState.Accepted).Select(c => c.Correction.Id));
        Assert.Equal(["Propose", "Judge"], store.History("1").Select(e => e.Action.ToString()));
        store.MarkApplied(["1"], "v1", "ann");
        Assert.Equal("v1", store.Find("1")!.Version);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_history_is_taken_into_another_store_whole(string engine)
    {
        using var store = Open(folder.At("first.db"));
        store.Propose([Relabel("1") with { Text = "好看" }, Relabel("2"), Relabel("3"), Relabel("4")]);
        store.Judge("1", "ann", Verdict.Reject);
        store.Undo("ann");
        store.Judge("1", "ann", Verdict.Change(Annotation.OfLabels("neutral")), "so it is");
        store.MarkApplied(["1"], "v1", "ann");
        store.Judge("2", "ann", Verdict.Accept);
        store.Judge("2", "bob", Verdict.Reject);
        store.Judge("4", "ann", Verdict.Accept);
        store.Erase("example 4", "ann");
        HistoryFile.Write(folder.At("history.jsonl"), store.History());
        Assert.True(HistoryFile.IsHistory(folder.At("history.jsonl")));

        using var other = Open(Place(engine));
        other.Propose([Relabel("9")]); // its events are numbered otherwise
        Assert.Equal(3, other.TakeIn(HistoryFile.Read(folder.At("history.jsonl"))));
        Assert.Equal(0, other.TakeIn(HistoryFile.Read(folder.At("history.jsonl"))));
        foreach (var id in (string[])["1", "2", "3"])
        {
            var (there, here) = (store.Find(id)!, other.Find(id)!);
            Assert.Equal((there.Correction, there.Disputed, there.Version), (here.Correction, here.Disputed, here.Version));
            Assert.Equal(there.Votes, here.Votes);
            Assert.Equal(store.History(id).Select(e => (e.Action, e.Author, e.Time, e.Reason)), other.History(id).Select(e => (e.Action, e.Author, e.Time, e.Reason)));
        }
        Assert.Equal(["1"], other.All(CorrectionState.Applied).Select(c => c.Correction.Id));
        Assert.Null(other.Find("4"));
        Assert.Equal(CorrectionAction.Erase, Assert.Single(other.History("4")).Action);
    }

    [Fact]
    public void A_line_that_is_no_event_is_named()
    {
        using (var store = Open(folder.At("first.db")))
        {
            store.Propose([Relabel("1")]);
            store.Judge("1", "ann", Verdict.Reject);
            store.Undo("ann");
            HistoryFile.Write(folder.At("h.jsonl"), store.History());
        }
        var lines = File.ReadAllLines(folder.At("h.jsonl"));
        File.WriteAllLines(folder.At("damaged.jsonl"), [lines[0], lines[1].Replace("accepted", "akzeptiert", StringComparison.Ordinal).Replace("\"judge\"", "\"jugde\"", StringComparison.Ordinal)]);
        Assert.Contains("damaged.jsonl:2", Assert.Throws<InputException>(() => HistoryFile.Read(folder.At("damaged.jsonl")).ToList()).Message, StringComparison.Ordinal);
        File.WriteAllLines(folder.At("torn.jsonl"), [lines[0], lines[2]]);
        using var other = Open(folder.At("other.db"));
        Assert.Contains("takes back event", Assert.Throws<InputException>(() => other.TakeIn(HistoryFile.Read(folder.At("torn.jsonl")))).Message, StringComparison.Ordinal);
        Assert.Empty(other.All()); // all or none
    }

    [Theory, MemberData(nameof(Engines))]
    public void An_unknown_correction_is_named(string engine)
    {
        using var store = Open(Place(engine));
        Assert.Contains("'7'", Assert.Throws<InputException>(() => store.Judge("7", "ann", Verdict.Accept)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public void Erased_text_leaves_the_history_too(string engine)
    {
        using var store = Open(Place(engine));
        store.Propose([Relabel("1") with { Text = "secret of Mrs Smith" }, Relabel("2")]);
        store.Judge("1", "ann", Verdict.Accept, "I know Mrs Smith");
        Assert.Equal(1, store.Erase("example 1", "ann"));
        Assert.Null(store.Find("1"));
        Assert.DoesNotContain(store.History(), e => (e.Payload + e.Reason + e.ExampleId).Contains("Smith", StringComparison.Ordinal));
        Assert.Equal(CorrectionAction.Erase, Assert.Single(store.History("1")).Action);
        Assert.NotNull(store.Find("2"));
    }

    [Fact]
    public void Erased_text_is_in_no_byte_of_the_files()
    {
        var place = folder.At("store.db");
        using (var store = Open(place))
        {
            store.Propose(Enumerable.Range(0, 200).Select(i => Relabel($"{i}") with { Text = $"secret of Mrs Smith {i}" + new string('y', 900) }));
            Assert.True(Contains("Mrs Smith 57"));
            foreach (var i in Enumerable.Range(0, 200)) if (i != 57) store.Judge($"{i}", "ann", Verdict.Accept);
            store.Erase("example 57", "ann");
            Assert.False(Contains("Mrs Smith 57"));
            Assert.True(Contains("Mrs Smith 58"));
        }
        Assert.False(Contains("Mrs Smith 57"));

        bool Contains(string text) => Directory.EnumerateFiles(folder.Path).Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
        });
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_people_at_once_lose_no_verdict(string engine)
    {
        var place = Place(engine);
        using (var store = Open(place)) store.Propose(Enumerable.Range(0, 20).Select(i => Relabel($"{i}")));
        await Task.WhenAll(new[] { "ann", "bob" }.Select(person => Task.Run(() =>
        {
            using var store = Open(place);
            for (var i = 0; i < 20; i++) store.Judge($"{i}", person, i % 4 == 0 && person == "bob" ? Verdict.Reject : Verdict.Accept);
        }, TestContext.Current.CancellationToken)));
        using var after = Open(place);
        Assert.Equal(5, after.All().Count(c => c.Disputed));
        Assert.Equal(15, after.All(CorrectionState.Accepted).Count);
        var agreement = StoreAgreement.Of(after.All());
        Assert.Equal((20, 5), (agreement.Judged, agreement.Disputed));
        Assert.Equal(20, Assert.Single(agreement.Pairs).Both);
    }

    [Fact]
    public void A_file_that_is_no_store_is_refused_and_left_alone()
    {
        File.WriteAllText(folder.At("notes.txt"), "my notes, long enough to be no empty database " + new string('z', 500));
        Assert.Contains("notes.txt", Assert.Throws<InputException>(() => Open(folder.At("notes.txt"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("my notes", File.ReadAllText(folder.At("notes.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_not_in_the_message()
    {
        var error = Assert.Throws<InputException>(() => Open("Host=/nowhere;Username=u;Password=hunter2;Database=d"));
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private string Place(string engine) => engine == "sqlite" ? folder.At("store.db") : postgres.NewDatabase();

    private static CorrectionStore Open(string place) => CorrectionStore.Open(place, new SteppingClock());

    internal static Correction Relabel(string id) => new()
    {
        Id = id, ExampleId = $"example {id}", Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels("negative"), New = Annotation.OfLabels("positive"),
        Reason = "looks wrong", Author = "finegrain", Time = new(2026, 1, 2, 11, 0, 0, TimeSpan.Zero),
    };
}
