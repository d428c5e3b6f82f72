using System.Globalization;
using FineGrain.Analysis.Reporting;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Compressing;

/// <summary>How a search is run.</summary>
/// <param name="Teachers">Teachers of every candidate; empty takes the model.</param>
/// <param name="Set">Overrides of the recipe.</param>
/// <param name="Threads">Threads that times are measured with.</param>
/// <param name="List">Whether only costs are shown.</param>
internal sealed record SearchOptions(IReadOnlyList<string> Teachers, IReadOnlyList<string> Set, int Threads, bool List);

/// <summary>Compression under a budget, from the command line.</summary>
internal static class Searching
{
    /// <summary>Lists, or searches, draws and ships.</summary>
    public static int Run(ModelSource source, string? output, Contract contract, SearchOptions options, IRunDisplay display, Terminal terminal)
    {
        // A list alone leaves nothing behind; with --out its costs serve the search that follows.
        var place = output ?? Directory.CreateTempSubdirectory("finegrain-compress-").FullName;
        using var work = new WorkFolder(place, [source.Folder.FolderPath, .. options.Teachers]);
        try
        {
            var search = new Search(source, work, options.Teachers, options.Set, options.Threads, display);
            if (options.List)
            {
                foreach (var line in SearchLines.List(search, search.Costs(terminal.Stop), contract)) display.Say(line);
                return ExitCode.Done;
            }
            var candidates = search.Try(contract, terminal.Stop);
            var winner = Search.Winner(candidates, contract);
            foreach (var line in SearchLines.Found(candidates, winner, contract)) display.Say(line);
            var page = $"{Path.TrimEndingDirectorySeparator(place)}.search.html";
            SearchReport.Write(page, Page(source, candidates, winner, contract));
            display.Say($"report  {page}");
            if (winner is null) throw Refused(candidates, contract, work);
            Shipping.Copy(ModelFolder.Open(search.FolderOf(winner)), place);
            work.Remove();
            display.Say($"written {place}  ({winner.Name})");
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine(output is null ? "Stopped. Name a folder with --out to keep what is found." : $"Stopped; what was found is kept in {work.Location}. Go on with the same command.");
            return ExitCode.Stopped;
        }
        finally
        {
            if (output is null)
            {
                work.Remove();
                Directory.Delete(place, recursive: true);
            }
        }
    }

    private static InputException Refused(IReadOnlyList<Candidate> candidates, Contract contract, WorkFolder work)
    {
        var best = candidates.Where(c => c.Score is not null && contract.Misses(c.Cost) is null).MinBy(c => c.Score!.Drop)
            ?? candidates.Where(c => c.Score is not null).MinBy(c => c.Score!.Drop)!;
        var score = best.Score!;
        return new("budget", string.Create(CultureInfo.InvariantCulture,
            $"no candidate keeps the contract ({contract}). The nearest, {best.Name}, has {contract.Misses(best.Cost) ?? $"{best.Cost.Bytes / 1e6:0.0} MB and p95 {best.Cost.P95:0.00} ms"} and loses {score.Drop:0.00} points of {score.Metric} on {score.Support} dev examples [{-score.High:0.0}, {-score.Low:0.0}], p {score.PValue:0.000}. Nothing was written; what was trained is kept in {work.Location}. Loosen a limit, or train longer with --set training.epochs=…."));
    }

    private static SearchReportData Page(ModelSource source, IReadOnlyList<Candidate> candidates, Candidate? winner, Contract contract)
    {
        var front = Candidate.Front(candidates).ToHashSet();
        return new(source.Folder.Manifest.Name, contract.ToString(), candidates.FirstOrDefault(c => c.Score is not null)?.Score?.Metric ?? "score", contract.P95, [.. candidates.Select(c => new SearchReportRow(
            c.Name, c.Cost.Bytes / 1e6, c.Cost.P50, c.Cost.P95, c.Cost.PerSecond, c.Score?.After, c.Score?.Low, c.Score?.High, c.Score?.PValue, front.Contains(c), c == winner, c.Score is null ? contract.Misses(c.Cost) : null))]);
    }
}
