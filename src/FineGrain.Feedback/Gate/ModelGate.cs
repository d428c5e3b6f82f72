using System.Globalization;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Gate;

/// <summary>
/// Guards the champion of a folder. A challenger becomes champion only when the locked confirmation split shows it better by the budgeted test and its score is
/// not lower. Every champion stays in <c>champions/</c>; the file <c>champion</c> names the one that stands and is replaced in one move; every step is a
/// line of <c>gate.jsonl</c>, written before the step is done: what a killed process had decided and not done is <see cref="Pending"/>.
/// </summary>
public sealed class ModelGate
{
    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly AlphaSpending spending;
    private readonly List<GateEntry> log = [];

    /// <summary>Opens the gate of a folder; what an earlier process did counts.</summary>
    /// <exception cref="InputException">The log is damaged.</exception>
    public ModelGate(string folder, double alpha = 0.05, TimeProvider? clock = null)
    {
        (this.folder, this.clock, spending) = (folder, clock ?? TimeProvider.System, new(alpha));
        if (!File.Exists(LogPath)) return;
        ReadLog();
        // A decision whose folder stands lacks the move of the pointer alone.
        if (Pending is { } decided && Directory.Exists(FolderOf(decided.Champion))) Point(decided.Champion);
    }

    private void ReadLog()
    {
        var lines = File.ReadAllLines(LogPath);
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                log.Add(JsonSerializer.Deserialize(lines[i], FeedbackJson.Line.GateEntry)!);
            }
            catch (JsonException e) when (i == lines.Length - 1)
            {
                // The last line of a killed process: its step did not happen. It is taken away, or the next line would be glued to it.
                _ = e;
                FileWriting.Atomically(LogPath, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(lines[..i].Select(l => l + "\n")))));
            }
            catch (JsonException e)
            {
                throw new InputException($"{LogPath}:{i + 1}", $"is no line of the gate's log: {e.Message} The log is only ever added to; restore it from a copy.", e);
            }
        }
    }

    /// <summary>Every step, oldest first.</summary>
    public IReadOnlyList<GateEntry> Log => log;

    /// <summary>How often the confirmation split was looked at.</summary>
    public int Looks => log.Count(e => e.Look > 0);

    /// <summary>What the next look may spend.</summary>
    public double NextAlpha => spending.OfLook(Looks + 1);

    /// <summary>Number of the champion that stands; 0 where there is none yet.</summary>
    public int Champion => File.Exists(PointerPath) ? int.Parse(File.ReadAllText(PointerPath), CultureInfo.InvariantCulture) : 0;

    /// <summary>The last decision, where the process died before the champion that it names stood; null where all is done. <see cref="Complete"/> does the rest.</summary>
    public GateEntry? Pending => log.Count > 0 && log[^1].Champion != Champion ? log[^1] : null;

    /// <summary>The step that made a champion.</summary>
    /// <exception cref="InputException">The log has no such champion.</exception>
    public GateEntry EntryOf(int champion) => log.LastOrDefault(e => e.Champion == champion && e.Step is "begin" or "accept")
        ?? throw new InputException(LogPath, $"does not say where champion {champion} comes from. Restore the log from a copy, or begin anew in another folder with --out.");

    /// <summary>The folder of a champion.</summary>
    public string FolderOf(int champion) => Path.Combine(folder, "champions", champion.ToString("0000", CultureInfo.InvariantCulture));

    /// <summary>The first champion.</summary>
    /// <param name="name">What it is, for the log.</param>
    /// <param name="fill">Writes its files into a folder.</param>
    /// <param name="judged">Its answers on the confirmation split.</param>
    /// <param name="origin">Where it comes from.</param>
    public void Begin(string name, Action<string> fill, Judged judged, ModelOrigin? origin = null)
    {
        if (Champion > 0) throw new InvalidOperationException("there is a champion already");
        Write(new() { Step = "begin", Time = clock.GetUtcNow(), Champion = 1, Challenger = name, ChampionScore = judged.Score, ChallengerScore = judged.Score, Support = judged.Quality.Count, Reason = "The first champion.", Version = origin?.Version, Recipe = origin?.Recipe ?? [], Round = origin?.Round ?? 0 });
        Promote(1, fill);
    }

    /// <summary>Looks at the confirmation split once, and promotes the challenger when it is proven better.</summary>
    /// <param name="name">What it is, for the log.</param>
    /// <param name="fill">Writes its files into a folder; called only when it wins.</param>
    /// <param name="champion">The champion's answers.</param>
    /// <param name="challenger">The challenger's answers on the same examples in the same order.</param>
    /// <param name="origin">Where the challenger comes from.</param>
    public GateEntry Try(string name, Action<string> fill, Judged champion, Judged challenger, ModelOrigin? origin = null)
    {
        if (champion.Quality.Count != challenger.Quality.Count || champion.Quality.Count == 0) throw new ArgumentException("both must answer the same examples, at least one");
        double[] differences = [.. challenger.Quality.Zip(champion.Quality, (b, a) => b - a)];
        var (look, alpha) = (Looks + 1, NextAlpha);
        var (mean, low, high) = PairedSigns.Mean(differences);
        var p = PairedSigns.PValue(differences, draws: (int)Math.Clamp(20 / alpha, 19_999, 199_999));
        var (better, notLower) = (p <= alpha, challenger.Score >= champion.Score);
        var standing = Champion;
        var entry = new GateEntry
        {
            Step = better && notLower ? "accept" : "reject", Time = clock.GetUtcNow(), Champion = better && notLower ? log.Max(e => e.Champion) + 1 : standing,
            Challenger = name, Look = look, Alpha = alpha, PValue = p, Gain = mean, Low = low, High = high,
            ChampionScore = champion.Score, ChallengerScore = challenger.Score, Support = differences.Length, Version = origin?.Version, Recipe = origin?.Recipe ?? [], Round = origin?.Round ?? 0, Cause = origin?.Cause ?? "",
            Reason = better && notLower ? FormattableString.Invariant($"Better: p {p:0.00000} is within the {alpha:0.00000} that look {look} may spend, and the score went from {champion.Score:0.0000} to {challenger.Score:0.0000}.")
                : !better ? FormattableString.Invariant($"Not proven better: p {p:0.00000} is above the {alpha:0.00000} that look {look} may spend.")
                : FormattableString.Invariant($"Its score fell from {champion.Score:0.0000} to {challenger.Score:0.0000}."),
        };
        // The look is spent, and on the disk, before anything is promoted: a process that dies in between has looked but not changed the champion.
        Write(entry);
        if (entry.Step == "accept") Promote(entry.Champion, fill);
        return entry;
    }

    /// <summary>Does what was decided and not done: the champion of <see cref="Pending"/> becomes the one that stands. Nothing where nothing is pending.</summary>
    /// <param name="fill">Writes the files of that champion into a folder.</param>
    public void Complete(Action<string> fill)
    {
        if (Pending is { } decided) Promote(decided.Champion, fill);
    }

    /// <summary>Returns to an earlier champion.</summary>
    /// <exception cref="InputException">There is no such champion.</exception>
    public GateEntry Rollback(int champion, string reason)
    {
        if (!Directory.Exists(FolderOf(champion)))
            throw new InputException(folder, $"has no champion {champion}. Known: {string.Join(", ", log.Where(e => e.Step is "begin" or "accept").Select(e => e.Champion))}.");
        var entry = new GateEntry { Step = "rollback", Time = clock.GetUtcNow(), Champion = champion, Reason = reason, Round = log.Max(e => e.Round) };
        Write(entry);
        Point(champion);
        return entry;
    }

    private string LogPath => Path.Combine(folder, "gate.jsonl");

    private string PointerPath => Path.Combine(folder, "champion");

    private void Promote(int champion, Action<string> fill)
    {
        FileWriting.FolderAtomically(FolderOf(champion), fill);
        Point(champion);
    }

    private void Point(int champion) => FileWriting.Atomically(PointerPath, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(champion.ToString(CultureInfo.InvariantCulture))));

    private void Write(GateEntry entry)
    {
        Directory.CreateDirectory(folder);
        using var stream = new FileStream(LogPath, FileMode.Append, FileAccess.Write);
        JsonSerializer.Serialize(stream, entry, FeedbackJson.Line.GateEntry);
        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
        log.Add(entry);
    }
}
