using FineGrain.Core;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Improving;

/// <summary>
/// Measure → find what costs most → try patches on a proxy → train the best, choose among them → keep what the gate lets through → again. Ends when nothing significant is left, or
/// the time is. The gate says where it stands: a loop that is killed, or whose champion was rolled back, goes on from the champion that stands.
/// </summary>
/// <param name="bench">Does the work.</param>
/// <param name="versions">The data versions.</param>
/// <param name="gate">Guards the champion.</param>
/// <param name="log">What was done.</param>
/// <param name="options">How long.</param>
/// <param name="say">Gets each line for people.</param>
/// <param name="clock">The time; null takes the system's.</param>
public sealed class ImproveLoop(IWorkbench bench, DataVersions versions, ModelGate gate, ImproveLog log, ImproveOptions options, Action<string> say, TimeProvider? clock = null)
{
    private static readonly TimeSpan longest = TimeSpan.FromDays(40); // what a timer takes
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private long started;
    private double before;

    /// <summary>Runs until nothing is left or the time is up.</summary>
    /// <param name="first">The first data version.</param>
    /// <param name="stop">Stops between two steps; training stops at its own checkpoints.</param>
    /// <exception cref="InputException">The folder belongs to other training data.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/>; the same call goes on.</exception>
    public void Run(DataVersion first, CancellationToken stop)
    {
        (started, before) = (clock.GetTimestamp(), log.Seconds);
        if (log.Entries.Count > 0) say($"goes on after {log.Entries.Count} steps and {log.Seconds:0} s");
        try
        {
            GoOn(first, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The time that a half-done training took counts too.
            Add(new() { Step = "stop", Round = log.Entries.Count == 0 ? 1 : log.Entries[^1].Round, Time = clock.GetUtcNow(), Note = "asked to stop" });
            throw;
        }
    }

    private void GoOn(DataVersion first, CancellationToken stop)
    {
        if ((gate.Champion == 0 && gate.Pending is null ? Begin(first, stop) : Restore(first, stop)) is not { } state) return;
        while (state.Round <= options.Rounds)
        {
            stop.ThrowIfCancellationRequested();
            var next = Round(state, stop);
            if (next is null) return;
            state = next;
        }
        Add(new() { Step = "end", Round = options.Rounds, Time = clock.GetUtcNow(), Note = $"{options.Rounds} rounds are done" });
    }

    private State? Begin(DataVersion first, CancellationToken stop)
    {
        if (Train(first, stop) is not { } model) return End(1, first, TimeIsUp);
        gate.Begin(first.Hash[..12], target => CopyFolder(model.Folder, target), model.Confirmed, new(first.Hash, first.Recipe, 0));
        Measured(first, model);
        return new(first, 1);
    }

    private State? Round(State state, CancellationToken stop)
    {
        if (Train(state.Version, stop) is not { } champion) return End(state.Round, state.Version, TimeIsUp);
        var ranked = Rank(state, stop);
        if (ranked.Count == 0) return End(state.Round, state.Version, "nothing significant is left");
        var tried = gate.Log.Where(e => e.Look > 0 && e.Round == state.Round).Select(e => e.Challenger).ToHashSet(StringComparer.Ordinal);
        foreach (var (cause, candidates) in ranked)
        {
            Patch[] patches = [.. Alike(candidates).Take(options.TrialsOfCause).Where(patch => !tried.Contains(patch.Id))];
            var trials = Trials(state, patches, stop);
            // The best on the half of dev for choices looks first: each look at the locked half leaves less for the next.
            foreach (var (patch, version, challenger) in trials.OrderByDescending(t => t.Model.DevScore))
            {
                stop.ThrowIfCancellationRequested();
                var decision = gate.Try(patch.Id, target => CopyFolder(challenger.Folder, target), champion.Confirmed, challenger.Confirmed, new(version.Hash, version.Recipe, state.Round, cause.Name));
                Decided(decision, patch.Recipe, challenger.DevScore);
                if (decision.Step == "accept") return new(version, state.Round + 1);
            }
            if (trials.Count < patches.Length) return End(state.Round, state.Version, TimeIsUp);
        }
        return End(state.Round, state.Version, "no patch that is left is proven to help");
    }

    /// <summary>The patches that the proxy cannot tell from the best one: what they do differently, as over- and under-sampling do, only a real training shows.</summary>
    private static IEnumerable<Patch> Alike(List<(Patch Patch, ProxyGain? Gain)> candidates) =>
        candidates.Where(c => !(c.Gain?.Gain < candidates[0].Gain?.Low)).Select(c => c.Patch);

    /// <summary>Trains with each patch; fewer where the time ran out.</summary>
    private List<(Patch Patch, DataVersion Version, TrainedModel Model)> Trials(State state, Patch[] patches, CancellationToken stop)
    {
        var trials = new List<(Patch, DataVersion, TrainedModel)>();
        foreach (var patch in patches)
        {
            stop.ThrowIfCancellationRequested();
            if (Left <= TimeSpan.Zero) break;
            var version = versions.Apply(state.Version, patch);
            if (Train(version, stop) is not { } model) break;
            trials.Add((patch, version, model));
        }
        return trials;
    }

    /// <summary>The causes with the patches that the proxy likes, the costliest first: what mending it gains is what it costs.</summary>
    private List<(Cause Cause, List<(Patch Patch, ProxyGain? Gain)> Patches)> Rank(State state, CancellationToken stop)
    {
        var (round, version) = (state.Round, state.Version);
        var ranked = new List<(Cause Cause, List<(Patch Patch, ProxyGain? Gain)> Patches)>();
        var back = TakenBack();
        foreach (var cause in bench.Find(version, version.Recipe))
        {
            var gains = new List<(Patch, ProxyGain?)>();
            foreach (var patch in cause.Patches.Where(p => !version.Patches.Contains(p.Id)).Select(p => versions.Settled(version, p)).Where(p => !version.Patches.Contains(p.Id) && !back.Contains(p.Id)))
            {
                stop.ThrowIfCancellationRequested();
                var gain = bench.Proxy(version, version.Recipe, patch);
                if (gain is null || (gain.Gain > 0 && gain.PValue <= options.ProxyLevel)) gains.Add((patch, gain));
            }
            if (gains.Count > 0) ranked.Add((cause, [.. gains.OrderByDescending(g => g.Item2?.Gain ?? 0)]));
            else if (cause.Patches.Count > 0) say($"round {round}  {cause.Name}: no patch of it helps the proxy");
        }
        ranked = [.. ranked.OrderByDescending(r => r.Patches[0].Gain?.Gain ?? 0).ThenBy(r => r.Cause.PValue)];
        if (log.Entries.Any(e => e.Round == round && e.Step == "cause" && e.Version == version.Hash)) return ranked;
        foreach (var (cause, patches) in ranked)
            Add(new()
            {
                Step = "cause", Round = round, Time = clock.GetUtcNow(), Version = version.Hash, Cause = cause.Name, Patch = patches[0].Patch.Id, PValue = cause.PValue,
                Gain = patches[0].Gain?.Gain, Low = patches[0].Gain?.Low, High = patches[0].Gain?.High, Note = cause.Evidence,
            });
        return ranked;
    }

    /// <summary>The state of the champion that stands; first does what an earlier process decided and did not do, and writes the lines that it did not write.</summary>
    private State? Restore(DataVersion first, CancellationToken stop)
    {
        if (gate.Pending is { } pending)
        {
            if (Train(VersionOf(pending), stop) is not { } model) return End(pending.Round, VersionOf(pending), TimeIsUp);
            gate.Complete(target => CopyFolder(model.Folder, target));
        }
        var version = VersionOf(gate.EntryOf(gate.Champion));
        if (version.Base != first.Base)
            throw new InputException("data.train", $"is no longer what this folder began with: version {first.Hash[..12]} now, {version.Base[..12]} then. Give the recipe its old data, or begin anew in another folder with --out.");
        if (log.Entries.All(e => e.Step != "measure"))
        {
            var begun = VersionOf(gate.EntryOf(1));
            if (Train(begun, stop) is not { } model) return End(1, begun, TimeIsUp);
            Measured(begun, model);
        }
        foreach (var decision in gate.Log.Where(e => e.Look > 0 && log.Entries.All(l => l.Look != e.Look))) Decided(decision, versions.PatchOf(decision.Challenger).Recipe, null);
        return new(version, gate.Log.Last(e => e.Step != "reject").Round + 1);
    }

    private DataVersion VersionOf(GateEntry entry) => versions.Find(entry.Version
        ?? throw new InputException($"champion {entry.Champion}", "does not say which data it learnt: its folder is of an older program. Begin anew in another folder with --out."));

    /// <summary>Patches of champions that people rolled back: they are not tried again.</summary>
    private HashSet<string> TakenBack()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<string> standing = [];
        foreach (var entry in gate.Log.Where(e => e.Step != "reject"))
        {
            var patches = VersionOf(gate.EntryOf(entry.Champion)).Patches;
            if (entry.Step == "rollback") taken.UnionWith(standing.Except(patches, StringComparer.Ordinal));
            standing = patches;
        }
        return taken;
    }

    private const string TimeIsUp = "the time is up";

    private TimeSpan Left => options.Budget - TimeSpan.FromSeconds(before + clock.GetElapsedTime(started).TotalSeconds);

    /// <summary>Trains while there is time; null where it ran out. What was trained until then is kept, and a later run with more time goes on from there.</summary>
    private TrainedModel? Train(DataVersion version, CancellationToken stop)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp(Left.Ticks, 0, longest.Ticks)), clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, time.Token);
        try
        {
            return bench.Train(version, version.Recipe, both.Token);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Measured(DataVersion version, TrainedModel model) => Add(new()
    {
        Step = "measure", Round = 1, Time = clock.GetUtcNow(), Version = version.Hash, Score = model.DevScore,
        Note = FormattableString.Invariant($"first champion: dev {model.DevScore:0.0000}, confirmation {model.Confirmed.Score:0.0000}"),
    });

    private void Decided(GateEntry decision, IReadOnlyList<RecipeChange> recipe, double? score) => Add(new()
    {
        Step = decision.Step == "accept" ? "promote" : "reject", Round = decision.Round, Time = clock.GetUtcNow(), Version = decision.Version, Cause = decision.Cause, Patch = decision.Challenger, Score = score,
        Gain = decision.Gain, Low = decision.Low, High = decision.High, PValue = decision.PValue, Look = decision.Look, Note = decision.Reason, Recipe = recipe,
    });

    private State? End(int round, DataVersion version, string note)
    {
        Add(new() { Step = "end", Round = round, Time = clock.GetUtcNow(), Version = version.Hash, Note = note });
        return null;
    }

    private void Add(ImproveEntry entry)
    {
        log.Add(entry with { Seconds = Math.Round(before + clock.GetElapsedTime(started).TotalSeconds, 1) });
        say(ImproveLines.Of(log.Entries[^1]));
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private sealed record State(DataVersion Version, int Round);
}
