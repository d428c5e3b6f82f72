using System.Globalization;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Compressing;

/// <summary>A search on the terminal: the table of candidates, the front, the verdict.</summary>
internal static class SearchLines
{
    /// <summary>What would be tried and how long it takes.</summary>
    public static IEnumerable<string> List(Search search, IReadOnlyList<Candidate> candidates, Contract contract)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{"candidate",-34} {"MB",8} {"p50 ms",8} {"p95 ms",8} {"texts/s",9} {"training",9}");
        foreach (var c in candidates)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{c.Name,-34} {c.Cost.Bytes / 1e6,8:0.00} {c.Cost.P50,8:0.000} {c.Cost.P95,8:0.000} {c.Cost.PerSecond,9:0} {(search.Seconds(c) > 0 ? Pace.Words(TimeSpan.FromSeconds(search.Seconds(c))) : "none"),9}{(contract.Misses(c.Cost) is { } miss ? $"  not tried: {miss}" : "")}");
        var able = candidates.Where(c => contract.Misses(c.Cost) is null).ToList();
        var seconds = able.DistinctBy(c => c.Plan.Name).Sum(search.Seconds);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{able.Count} of {candidates.Count} candidates can meet {contract}; training takes about {Pace.Words(TimeSpan.FromSeconds(seconds))}, teachers' answers and dev scores not counted.");
    }

    /// <summary>What was found.</summary>
    public static IEnumerable<string> Found(IReadOnlyList<Candidate> candidates, Candidate? winner, Contract contract)
    {
        var front = Candidate.Front(candidates).ToHashSet();
        var scored = candidates.Where(c => c.Score is not null).OrderBy(c => c.Cost.P95).ToList();
        if (scored.Count == 0) yield break;
        var (low, high) = (scored.Min(c => c.Score!.After), scored.Max(c => c.Score!.After));
        yield return string.Create(CultureInfo.InvariantCulture, $"  {"candidate",-34} {"MB",8} {"p95 ms",8} {"texts/s",9} {scored[0].Score!.Metric,9} {"change",7} {"95 % of it",16} {"p",7}");
        foreach (var c in scored)
        {
            var score = c.Score!;
            var bar = new string('█', 1 + (high > low ? (int)Math.Round(15 * (score.After - low) / (high - low)) : 15));
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{(c == winner ? "★" : front.Contains(c) ? "●" : " ")} {c.Name,-34} {c.Cost.Bytes / 1e6,8:0.00} {c.Cost.P95,8:0.000} {c.Cost.PerSecond,9:0} {score.After,9:0.00} {-score.Drop,7:+0.00;-0.00;0.00} {$"[{score.Low:+0.0;-0.0;0.0}, {score.High:+0.0;-0.0;0.0}]",16} {score.PValue,7:0.000} {bar}");
        }
        yield return "● nothing is better in score, time and size at once; ★ chosen.";
        if (winner?.Score is { } w && w.Low < -contract.MaxDrop)
            yield return string.Create(CultureInfo.InvariantCulture, $"The {w.Support} dev examples leave open a loss of up to {-w.Low:0.0} points (95 %), more than the {contract.MaxDrop:0.##} of the contract; more dev data would tell.");
    }
}
