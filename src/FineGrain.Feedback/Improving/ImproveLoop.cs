using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Improving;

/// <summary>
/// Measure → find what costs most → try patches on a proxy → train the best → keep what the gate lets through → again. Ends when nothing significant is left, or
/// the time is. Everything is in the log, and a loop that is killed goes on from there.
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
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private long started;
    private double before;

    /// <summary>Runs until nothing is left or the time is up.</summary>
    /// <param name="first">The first data version.</param>
    /// <param name="stop">Stops between two steps; training stops at its own checkpoints.</param>
    public void Run(DataVersion first, CancellationToken stop)
    {
        (started, before) = (clock.GetTimestamp(), log.Seconds);
        var state = Restore(first);
        if (gate.Champion == 0)
        {
            var model = bench.Train(state.Version, state.Recipe);
            gate.Begin(state.Version.Hash[..12], target => CopyFolder(model.Folder, target), model.Confirmed);
            Add(new() { Step = "measure", Round = 1, Time = clock.GetUtcNow(), Version = state.Version.Hash, Score = model.DevScore, Note = FormattableString.Invariant($"first champion: dev {model.DevScore:0.0000}, confirmation {model.Confirmed.Score:0.0000}") });
        }
        for (var round = state.Round; round <= options.Rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            var next = Round(round, state, stop);
            if (next is null) return;
            state = next;
        }
        Add(new() { Step = "end", Round = options.Rounds, Time = clock.GetUtcNow(), Note = $"{options.Rounds} rounds are done" });
    }

    private State? Round(int round, State state, CancellationToken stop)
    {
        var champion = bench.Train(state.Version, state.Recipe);
        var ranked = Rank(round, state, stop);
        if (ranked.Count == 0) return End("nothing significant is left");
        var tried = log.Entries.Where(e => e.Round == round && e.Step is "promote" or "reject").Select(e => e.Patch).ToHashSet(StringComparer.Ordinal);
        foreach (var (cause, candidates) in ranked)
            foreach (var (patch, gain) in candidates.Take(options.TrialsOfCause))
            {
                if (tried.Contains(patch.Id)) continue;
                stop.ThrowIfCancellationRequested();
                if (OutOfTime) return End("the time is up");
                var version = patch.Corrections.Count > 0 || patch.Added.Count > 0 || patch.ErasedUnit is not null ? versions.Apply(state.Version, patch) : state.Version;
                RecipeChange[] recipe = [.. state.Recipe.Where(c => patch.Recipe.All(n => n.Path != c.Path)), .. patch.Recipe];
                var challenger = bench.Train(version, recipe);
                var decision = gate.Try(patch.Id, target => CopyFolder(challenger.Folder, target), champion.Confirmed, challenger.Confirmed);
                var accepted = decision.Step == "accept";
                Add(new()
                {
                    Step = accepted ? "promote" : "reject", Round = round, Time = clock.GetUtcNow(), Version = version.Hash, Cause = cause.Name, Patch = patch.Id, Score = challenger.DevScore,
                    Gain = decision.Gain, Low = decision.Low, High = decision.High, PValue = decision.PValue, Note = decision.Reason, Recipe = patch.Recipe,
                });
                if (accepted) return new(version, recipe, round + 1);
            }
        return End("no patch that is left is proven to help");

        State? End(string note)
        {
            Add(new() { Step = "end", Round = round, Time = clock.GetUtcNow(), Version = state.Version.Hash, Note = note });
            return null;
        }
    }

    /// <summary>The causes with the patches that the proxy likes, the costliest first: what mending it gains is what it costs.</summary>
    private List<(Cause Cause, List<(Patch Patch, ProxyGain? Gain)> Patches)> Rank(int round, State state, CancellationToken stop)
    {
        var ranked = new List<(Cause Cause, List<(Patch Patch, ProxyGain? Gain)> Patches)>();
        foreach (var cause in bench.Find(state.Version, state.Recipe))
        {
            var gains = new List<(Patch, ProxyGain?)>();
            foreach (var patch in cause.Patches.Where(p => !state.Version.Patches.Contains(p.Id)))
            {
                stop.ThrowIfCancellationRequested();
                var gain = bench.Proxy(state.Version, state.Recipe, patch);
                if (gain is null || (gain.Gain > 0 && gain.PValue <= options.ProxyLevel)) gains.Add((patch, gain));
            }
            if (gains.Count > 0) ranked.Add((cause, [.. gains.OrderByDescending(g => g.Item2?.Gain ?? 0)]));
            else if (cause.Patches.Count > 0) say($"round {round}  {cause.Name}: no patch of it helps the proxy");
        }
        ranked = [.. ranked.OrderByDescending(r => r.Patches[0].Gain?.Gain ?? 0).ThenBy(r => r.Cause.PValue)];
        if (log.Entries.Any(e => e.Round == round && e.Step == "cause")) return ranked;
        foreach (var (cause, patches) in ranked)
            Add(new()
            {
                Step = "cause", Round = round, Time = clock.GetUtcNow(), Version = state.Version.Hash, Cause = cause.Name, Patch = patches[0].Patch.Id, PValue = cause.PValue,
                Gain = patches[0].Gain?.Gain, Low = patches[0].Gain?.Low, High = patches[0].Gain?.High, Note = cause.Evidence,
            });
        return ranked;
    }

    /// <summary>Where the log left off: the version and recipe of the last promotion.</summary>
    private State Restore(DataVersion first)
    {
        var state = new State(first, [], 1);
        foreach (var entry in log.Entries.Where(e => e.Step == "promote"))
            state = new(versions.Find(entry.Version!), [.. state.Recipe.Where(c => entry.Recipe.All(n => n.Path != c.Path)), .. entry.Recipe], entry.Round + 1);
        if (log.Entries.Count > 0) say($"goes on in round {state.Round} after {log.Entries.Count} steps and {log.Seconds:0} s");
        return state;
    }

    private bool OutOfTime => before + clock.GetElapsedTime(started).TotalSeconds >= options.Budget.TotalSeconds;

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

    private sealed record State(DataVersion Version, IReadOnlyList<RecipeChange> Recipe, int Round);
}
