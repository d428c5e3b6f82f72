using System.Diagnostics;
using FineGrain.Feedback.Store;

namespace FineGrain.Feedback.Tests.Store;

public sealed class KillTests
{
    [Fact]
    public void Every_acknowledged_correction_survives_kill_minus_9()
    {
        using var folder = new TemporaryFolder();
        var place = folder.At("store.db");
        var acknowledged = new List<string>();
        // Three processes in turn, each killed at another point of its 1,000 writes.
        foreach (var after in (int[])[1, 40, 137])
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "FineGrain.Feedback.Child.dll"), place, "1000"]) { RedirectStandardOutput = true })!;
            for (var line = 0; line < after && child.StandardOutput.ReadLine() is { } id; line++) acknowledged.Add(id);
            child.Kill(); // SIGKILL: no handler runs
            while (child.StandardOutput.ReadLine() is { } id) acknowledged.Add(id); // what it had said before it died
            child.WaitForExit();
            Assert.Equal(137, child.ExitCode);
        }
        Assert.True(acknowledged.Count >= 178);
        using var store = CorrectionStore.Open(place);
        var found = store.All().ToDictionary(c => c.Correction.Id, StringComparer.Ordinal);
        Assert.All(acknowledged, id => Assert.True(found.ContainsKey(id), $"{id} was acknowledged and is lost"));
        // A verdict stands in the history and in the table of states, or in neither.
        Assert.Equal(found.Values.Count(c => c.Votes.Count > 0), store.All(FineGrain.Core.Corrections.CorrectionState.Accepted).Count);
        Assert.All(acknowledged.Where(id => int.Parse(id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..], null) % 3 == 0), id => Assert.Single(found[id].Votes));
    }
}
