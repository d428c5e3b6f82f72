using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Training;

namespace FineGrain.Cli.Compressing;

/// <summary>
/// The budget compiler: measures what every candidate costs before any is trained (size and time do not depend on the weights), trains those that can meet the
/// limits, judges them on dev, and hands out the best that keeps the contract. What it found is kept in the work folder.
/// </summary>
internal sealed class Search
{
    /// <summary>Steps that the expected training time is taken from, after one that warms up.</summary>
    private const int TimedSteps = 4;


    private static readonly string[] Precisions = ["float32", "int8"];
    private readonly ModelSource source;
    private readonly WorkFolder work;
    private readonly IRunDisplay display;
    private readonly IReadOnlyList<CompressionPlan> networks;
    private readonly int threads;
    private readonly SearchLog log;

    public Search(ModelSource source, WorkFolder work, IReadOnlyList<string> teachers, IReadOnlyList<string> set, int threads, IRunDisplay display)
    {
        (this.source, this.work, this.threads, this.display) = (source, work, threads, display);
        if (source.Data.Dev.Count == 0) throw new InputException(source.Folder.FolderPath, "has no dev data, and a contract about the score is kept on dev. Give its recipe data.dev or data.split.dev.");
        networks = SearchSpace.Networks(source, teachers, set);
        var identity = string.Join('\n', [.. source.Folder.Manifest.Files.Values, source.Data.Hash, .. networks.Select(n => n.Network), $"{threads}"]);
        log = SearchLog.Read(LogPath, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity))));
    }

    private string LogPath => work["search.json"];

    /// <summary>Size and time of every candidate, and how long the training of each network will take.</summary>
    public IReadOnlyList<Candidate> Costs(CancellationToken stop)
    {
        var refused = new List<InputException>();
        foreach (var plan in networks)
        {
            stop.ThrowIfCancellationRequested();
            if (log.Seconds.ContainsKey(plan.Name)) continue;
            display.Say($"cost    {plan.Name}");
            try
            {
                Measure(plan, stop);
            }
            catch (InputException e) when (plan.Changes)
            {
                // One network that the model's recipe cannot train does not end the search.
                refused.Add(e);
                display.Say($"skip    {plan.Name}: {e.Message}");
                continue;
            }
            log.Write(LogPath);
        }
        // Nothing but the model itself is left: what was refused is what the user must hear of, such as a key of --set.
        if (refused.Count > 0 && refused.Count == networks.Count(n => n.Changes)) throw refused[0];
        return Candidates();
    }

    /// <summary>Seconds of training that a candidate's network is expected to take; 0 for one that is trained already.</summary>
    public double Seconds(Candidate candidate) => log.Seconds.GetValueOrDefault(candidate.Plan.Name);

    /// <summary>Trains, judges and measures every candidate that can meet the limits.</summary>
    /// <exception cref="InputException">None can.</exception>
    /// <exception cref="OperationCanceledException">Ctrl-C; the same command goes on.</exception>
    public IReadOnlyList<Candidate> Try(Contract contract, CancellationToken stop)
    {
        var costs = Costs(stop);
        var able = costs.Where(c => contract.Misses(c.Cost) is null).ToList();
        if (able.Count == 0)
        {
            var smallest = costs.MinBy(c => c.Cost.Bytes)!;
            var fastest = costs.MinBy(c => c.Cost.P95)!;
            throw new InputException("budget", string.Create(CultureInfo.InvariantCulture,
                $"nothing that was tried can meet it on this machine ({contract}): the smallest is {smallest.Name} with {smallest.Cost.Bytes / 1e6:0.00} MB, the fastest {fastest.Name} with a p95 of {fastest.Cost.P95:0.000} ms. Loosen --size or --p95; nothing was written."));
        }
        var before = Judgement.Answers(source.Folder.FolderPath, source.Data.Dev, stop);
        var plans = able.Select(c => c.Plan).Distinct().ToList();
        foreach (var plan in plans)
        {
            foreach (var candidate in able.Where(c => c.Plan == plan && !log.Scores.ContainsKey(c.Name)))
            {
                display.Say($"try     {candidate.Name}  ({plans.IndexOf(plan) + 1} of {plans.Count} networks)");
                var floats = plan.Changes ? new NetworkWork(source, plan).Make(work[plan.Name], display, stop) : source.Folder.FolderPath;
                Shipping.Write(floats, work[candidate.Name], candidate.Precision, source.Data.Dev, contract.MaxDrop, stop);
                var score = Judgement.Of(before, work[candidate.Name], source.Data.Dev, stop);
                log.Costs[candidate.Name] = Cost.Of([work[candidate.Name]], Probe, threads, stop)[0];
                log.Scores[candidate.Name] = score;
                log.Write(LogPath);
                display.Say(string.Create(CultureInfo.InvariantCulture, $"found   {candidate.Name}  {score.Metric} {score.After:0.00} ({-score.Drop:+0.00;-0.00;±0.00}), p95 {log.Costs[candidate.Name].P95:0.00} ms, {log.Costs[candidate.Name].Bytes / 1e6:0.0} MB"));
            }
        }
        return Candidates();
    }

    /// <summary>The best candidate that keeps the contract: the highest score, of equals the fastest; null where none does.</summary>
    public static Candidate? Winner(IEnumerable<Candidate> candidates, Contract contract) => candidates
        .Where(c => c.Score is { } score && score.Drop <= contract.MaxDrop + 1e-9 && contract.Misses(c.Cost) is null)
        .OrderByDescending(c => c.Score!.After).ThenBy(c => c.Cost.P95).FirstOrDefault();

    /// <summary>The folder of a candidate that was tried.</summary>
    public string FolderOf(Candidate candidate) => work[candidate.Name];

    private IReadOnlyList<Example> Probe => source.Data.Dev;

    private List<Candidate> Candidates() => [.. networks.SelectMany(plan => Precisions.Where(p => log.Costs.ContainsKey($"{plan.Name}-{p}"))
        .Select(p => new Candidate(plan, p, log.Costs[$"{plan.Name}-{p}"]) { Score = log.Scores.GetValueOrDefault($"{plan.Name}-{p}") }))];

    private void Measure(CompressionPlan plan, CancellationToken stop)
    {
        var place = work["cost"];
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        var floats = source.Folder.FolderPath;
        var seconds = 0.0;
        if (plan.Changes)
        {
            var network = new NetworkWork(source, plan);
            floats = Path.Combine(place, "float32");
            using (var model = network.Start(network.Seed, stop)) Export.Write(model, network.Prepared, floats);
            seconds = TrainingSeconds(network, stop);
        }
        List<string> folders = [floats];
        if (Shipping.HasWeightsForBytes(floats))
        {
            folders.Add(Path.Combine(place, "int8"));
            Shipping.Write(floats, folders[1], "int8", [], double.PositiveInfinity, stop);
        }
        var speeds = Cost.Of(folders, Probe, threads, stop);
        for (var i = 0; i < speeds.Length; i++) log.Costs[$"{plan.Name}-{Precisions[i]}"] = speeds[i];
        log.Seconds[plan.Name] = seconds; // last: it says that the network is measured
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
    }

    /// <summary>Seconds a step times steps; teachers' answers and evaluations on dev come on top.</summary>
    private double TrainingSeconds(NetworkWork network, CancellationToken stop)
    {
        var recipe = network.Prepared.Recipe;
        using var model = network.Start(network.Seed, stop);
        var loss = SeedRun.LossOf(network.Prepared);
        var batches = new TrainingBatches(source.Data.Train, network.Prepared.Encoder, source.Data.Labels, recipe, network.Prepared.Spans);
        using var run = new TrainingRun(TextObjective.Task(model, loss, new EpochSource(epoch => batches.Epoch(network.Seed, epoch))), recipe.Training, network.Seed);
        var timed = run.Steps(stop).Take(TimedSteps + 1).Skip(1).Select(s => s.Seconds).ToList();
        return timed.Count == 0 ? 0 : timed.Average() * run.TotalSteps;
    }
}
