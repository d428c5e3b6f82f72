using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using Microsoft.EntityFrameworkCore;

namespace FineGrain.Feedback.Store;

/// <summary>
/// Keeps corrections and everything that was ever decided about them. When a method returns, what it did is on the disk and survives the death of the
/// process. The history is only added to; undo adds to it too. Several people may work on one store; an instance is for one thread.
/// </summary>
public sealed class CorrectionStore : IDisposable
{
    private readonly StorePlace place;
    private readonly StoreContext context;
    private readonly TimeProvider clock;

    private CorrectionStore(StorePlace place, StoreContext context, TimeProvider clock) => (this.place, this.context, this.clock) = (place, context, clock);

    /// <summary>Opens a store, and makes it where it is not there yet.</summary>
    /// <param name="place">Path of a SQLite file, or a PostgreSQL connection string (<c>Host=…;Database=…;Username=…</c>).</param>
    /// <param name="clock">The time that events get; null takes the system's.</param>
    /// <exception cref="InputException">The place cannot be opened, or is no store.</exception>
    public static CorrectionStore Open(string place, TimeProvider? clock = null)
    {
        var where = new StorePlace(place);
        var context = new StoreContext(where.Options());
        try
        {
            context.Database.OpenConnection();
            if (!where.IsPostgres) context.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
            context.Database.EnsureCreated();
            _ = context.Corrections.Any() || context.Events.Any();
            return new(where, context, clock ?? TimeProvider.System);
        }
        catch (Exception e) when ((e as DbException ?? e.InnerException as DbException) is { } cause)
        {
            // EF wraps a failure that may pass, such as a server that is down, once more.
            context.Dispose();
            throw new InputException(where.Name, $"cannot be opened as a store of corrections: {cause.Message} Name a SQLite file of FineGrain or a new path, or a PostgreSQL connection string (Host=…;Database=…;Username=…).", e);
        }
    }

    /// <summary>
    /// Takes in corrections; all of them or, on an error, none. What was decided elsewhere stays decided. One that was applied elsewhere comes in as accepted, as it
    /// stands in no data version of this store; <see cref="TakeIn"/> keeps that too.
    /// </summary>
    /// <returns>How many were new; one that stands in the store already, equal, is passed over.</returns>
    /// <exception cref="InputException">An id stands in the store with another content, or a correction lacks what its kind needs.</exception>
    public int Propose(IEnumerable<Correction> corrections) => Change(() =>
    {
        var added = 0;
        foreach (var chunk in corrections.Chunk(500))
        {
            var ids = chunk.Select(c => c.Id).ToList();
            var known = context.Events.Where(e => ids.Contains(e.CorrectionId) && e.Action == CorrectionAction.Propose).AsNoTracking().ToDictionary(e => e.CorrectionId, e => e.Payload, StringComparer.Ordinal);
            foreach (var correction in chunk)
            {
                CorrectionFile.Check(correction, $"correction '{correction.Id}'");
                var payload = CorrectionFile.Line(correction with { State = CorrectionState.Proposed });
                if (known.TryGetValue(correction.Id, out var stands))
                {
                    if (stands != payload) throw new InputException($"correction '{correction.Id}'", $"stands in {place.Name} with another content. Give the new one an id of its own.");
                    continue;
                }
                known[correction.Id] = payload;
                Add(correction.Id, correction.ExampleId, CorrectionAction.Propose, correction.Author, correction.Time, correction.Reason, payload);
                // What was decided elsewhere, in the file that is imported, stays decided.
                var state = correction.State == CorrectionState.Applied ? CorrectionState.Accepted : correction.State;
                if (state != CorrectionState.Proposed)
                    Add(correction.Id, correction.ExampleId, CorrectionAction.Judge, correction.Author, correction.Time, correction.Reason, PayloadOf(new(state == CorrectionState.Accepted)));
                context.Corrections.Add(new() { Id = correction.Id, ExampleId = correction.ExampleId, State = state });
                added++;
            }
            context.SaveChanges();
            context.ChangeTracker.Clear();
        }
        return added;
    });

    /// <summary>Takes in whole histories as <see cref="HistoryFile"/> keeps them: every event with its author and time, in its order; all of them or, on an error, none.</summary>
    /// <returns>How many corrections were new; those that the store knows already, under whatever history, are passed over.</returns>
    /// <exception cref="InputException">An event takes back one that is not there.</exception>
    public int TakeIn(IEnumerable<HistoryEvent> history) => Change(() =>
    {
        var known = context.Events.Select(e => e.CorrectionId).Distinct().ToHashSet(StringComparer.Ordinal);
        var numbers = new Dictionary<long, long>();
        var examples = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var e in history.OrderBy(e => e.Number))
        {
            if (known.Contains(e.CorrectionId)) continue;
            // Events are numbered anew, and an undo names a number.
            var payload = e.Action != CorrectionAction.Undo ? e.Payload
                : numbers.TryGetValue(long.Parse(e.Payload, CultureInfo.InvariantCulture), out var undone) ? undone.ToString(CultureInfo.InvariantCulture)
                : throw new InputException($"event {e.Number}", $"takes back event {e.Payload} of correction '{e.CorrectionId}', which is not in the file. Export the history again.");
            var row = Add(e.CorrectionId, e.ExampleId, e.Action, e.Author, e.Time, e.Reason, payload);
            context.SaveChanges();
            numbers[e.Number] = row.Number;
            if (e.Action == CorrectionAction.Propose) examples[e.CorrectionId] = e.ExampleId;
            context.ChangeTracker.Clear();
        }
        foreach (var (id, example) in examples)
        {
            context.Corrections.Add(new() { Id = id, ExampleId = example, State = CorrectionState.Proposed });
            Refresh(id);
        }
        return examples.Count;
    });

    /// <summary>One person's verdict. One verdict decides; where two differ, the correction is disputed and waits for <see cref="Adjudicate"/>.</summary>
    /// <exception cref="InputException">No such correction, or it is applied already.</exception>
    public CorrectionStatus Judge(string id, string author, Verdict verdict, string reason = "") => Append(id, CorrectionAction.Judge, author, verdict, reason);

    /// <summary>The last word on a disputed correction.</summary>
    /// <exception cref="InputException">No such correction, or it is applied already.</exception>
    public CorrectionStatus Adjudicate(string id, string author, Verdict verdict, string reason = "") => Append(id, CorrectionAction.Adjudicate, author, verdict, reason);

    /// <summary>Notes that corrections stand in a data version.</summary>
    /// <exception cref="InputException">One is unknown or not accepted.</exception>
    public void MarkApplied(IEnumerable<string> ids, string version, string author) => Change(() =>
    {
        foreach (var id in ids)
        {
            var status = Locked(id);
            if (status.Correction.State != CorrectionState.Accepted) throw new InputException($"correction '{id}'", $"is {CorrectionFile.Name(status.Correction.State)}; only accepted corrections are applied.");
            Add(id, status.Correction.ExampleId, CorrectionAction.Apply, author, clock.GetUtcNow(), "", version);
            Refresh(id);
        }
        return 0;
    });

    /// <summary>Takes back the last thing that <paramref name="author"/> did and that still counts, whatever it was; the history keeps both.</summary>
    /// <returns>What was taken back, or null where there is nothing.</returns>
    public HistoryEvent? Undo(string author) => Change(() =>
    {
        var mine = context.Events.Where(e => e.Author == author).AsNoTracking().OrderBy(e => e.Number).ToList().ConvertAll(e => e.ToEvent());
        var undone = Replay.Undone(mine);
        var last = mine.LastOrDefault(e => !undone.Contains(e.Number) && e.Action is not (CorrectionAction.Undo or CorrectionAction.Erase));
        if (last is null) return null;
        Lock(last.CorrectionId);
        Add(last.CorrectionId, last.ExampleId, CorrectionAction.Undo, author, clock.GetUtcNow(), "", last.Number.ToString(CultureInfo.InvariantCulture));
        Refresh(last.CorrectionId);
        return last;
    });

    /// <summary>A correction by its id, or null.</summary>
    public CorrectionStatus? Find(string id) => Replay.Of(History(id));

    /// <summary>Every correction, oldest first; only those of a state where one is named.</summary>
    public IReadOnlyList<CorrectionStatus> All(CorrectionState? state = null)
    {
        var rows = context.Events.AsNoTracking();
        if (state is { } asked)
        {
            var ids = context.Corrections.Where(c => c.State == asked).Select(c => c.Id);
            rows = rows.Where(e => ids.Contains(e.CorrectionId));
        }
        return [.. rows.OrderBy(e => e.Number).AsEnumerable().Select(e => e.ToEvent()).GroupBy(e => e.CorrectionId, StringComparer.Ordinal).Select(g => Replay.Of([.. g])).OfType<CorrectionStatus>()];
    }

    /// <summary>The history of a correction, or of all where <paramref name="id"/> is null, oldest first.</summary>
    public IReadOnlyList<HistoryEvent> History(string? id = null) =>
        [.. context.Events.AsNoTracking().Where(e => id == null || e.CorrectionId == id).OrderBy(e => e.Number).AsEnumerable().Select(e => e.ToEvent())];

    /// <summary>
    /// Erases everything that is known of an example, history included, so that its text is in no file of the store any more; what remains is that
    /// something was erased. PostgreSQL's own write-ahead archive and backups are beyond reach and need their own retention.
    /// </summary>
    /// <returns>How many corrections were erased.</returns>
    public int Erase(string exampleId, string author)
    {
        var erased = Change(() =>
        {
            var ids = context.Corrections.Where(c => c.ExampleId == exampleId).Select(c => c.Id).ToList();
            context.Events.Where(e => e.ExampleId == exampleId).ExecuteDelete();
            context.Corrections.Where(c => c.ExampleId == exampleId).ExecuteDelete();
            foreach (var id in ids) Add(id, "", CorrectionAction.Erase, author, clock.GetUtcNow(), "", "");
            context.SaveChanges();
            return ids.Count;
        });
        if (place.IsPostgres)
        {
            context.Database.ExecuteSqlRaw("VACUUM FULL history");
            context.Database.ExecuteSqlRaw("VACUUM FULL corrections");
        }
        else
        {
            // Deleted pages are overwritten (secure_delete), the file is written anew without them, and the log that still holds them is emptied.
            context.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE);");
            context.Database.ExecuteSqlRaw("VACUUM;");
            context.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE);");
        }
        return erased;
    }

    /// <inheritdoc/>
    public void Dispose() => context.Dispose();

    private CorrectionStatus Append(string id, CorrectionAction action, string author, Verdict verdict, string reason) => Change(() =>
    {
        var status = Locked(id);
        if (status.Correction.State == CorrectionState.Applied) throw new InputException($"correction '{id}'", $"is applied in data version {status.Version}; undo that first.");
        if (verdict.Changed is { } changed) CorrectionFile.Check(status.Correction with { New = changed }, $"correction '{id}'");
        Add(id, status.Correction.ExampleId, action, author, clock.GetUtcNow(), reason, PayloadOf(verdict));
        return Refresh(id)!;
    });

    private static string PayloadOf(Verdict verdict) => JsonSerializer.Serialize(verdict, StoreJson.Line.Verdict);

    private EventRow Add(string id, string exampleId, CorrectionAction action, string author, DateTimeOffset time, string reason, string payload) => context.Events.Add(new()
    {
        CorrectionId = id, ExampleId = exampleId, Action = action, Author = author, UnixMilliseconds = time.ToUnixTimeMilliseconds(), Reason = reason, Payload = payload,
    }).Entity;

    /// <summary>The status of a correction that no other writer can change until the transaction ends.</summary>
    private CorrectionStatus Locked(string id)
    {
        Lock(id);
        return Find(id) ?? throw new InputException($"correction '{id}'", $"is not in {place.Name}. 'finegrain corrections list' shows those that are.");
    }

    private void Lock(string id) => context.Corrections.Where(c => c.Id == id).ExecuteUpdate(set => set.SetProperty(c => c.Revision, c => c.Revision + 1));

    private CorrectionStatus? Refresh(string id)
    {
        context.SaveChanges();
        context.ChangeTracker.Clear();
        var status = Find(id);
        var state = status?.Correction.State ?? CorrectionState.Rejected;
        context.Corrections.Where(c => c.Id == id).ExecuteUpdate(set => set.SetProperty(c => c.State, state));
        return status;
    }

    private T Change<T>(Func<T> change)
    {
        try
        {
            using var transaction = context.Database.BeginTransaction();
            var result = change();
            context.SaveChanges();
            transaction.Commit();
            return result;
        }
        catch (DbException e)
        {
            throw new InputException(place.Name, $"the store refused the change, and nothing of it is kept: {e.Message}", e);
        }
        catch (DbUpdateException e)
        {
            throw new InputException(place.Name, $"the store refused the change, and nothing of it is kept: {e.InnerException?.Message ?? e.Message}", e);
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }
}
