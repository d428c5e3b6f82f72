using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Improving;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Tests.Improving;

public sealed class ImproveLoopTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_costliest_cause_is_named_first_and_the_loop_ends_when_nothing_is_left()
    {
        Run(new Bench(folder));
        var log = Log();
        Assert.Equal(["large: two", "small: one"], log.Where(e => e is { Step: "cause", Round: 1 }).Select(e => e.Cause!));
        Assert.Equal(["fix-two", "fix-one"], log.Where(e => e.Step == "promote").Select(e => e.Patch!));
        Assert.Equal("nothing significant is left", log[^1].Note);
        var gate = new ModelGate(folder.Path);
        Assert.Equal(3, gate.Champion);
        Assert.Equal("2 wrong, over", File.ReadAllText(Path.Combine(gate.FolderOf(2), "model")));
        Assert.Equal("0 wrong, over", File.ReadAllText(Path.Combine(gate.FolderOf(3), "model")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void A_loop_killed_anywhere_goes_on_to_the_same_end(int steps)
    {
        Assert.Throws<InvalidOperationException>(() => Run(new Bench(folder) { DiesAfter = steps }));
        Run(new Bench(folder));
        Assert.Equal(["fix-two", "fix-one"], Log().Where(e => e.Step == "promote").Select(e => e.Patch!));
        Assert.Equal("0 wrong, over", File.ReadAllText(Path.Combine(new ModelGate(folder.Path).FolderOf(new ModelGate(folder.Path).Champion), "model")));
    }

    [Fact]
    public void No_time_means_no_trial()
    {
        Run(new Bench(folder), new() { Budget = TimeSpan.Zero });
        Assert.Equal(["measure", "cause", "cause", "end"], Log().Select(e => e.Step));
        Assert.Equal("the time is up", Log()[^1].Note);
    }

    [Fact]
    public void A_patch_that_does_not_help_is_rejected_and_not_tried_again()
    {
        Run(new Bench(folder) { UselessPatch = true });
        Assert.Equal(["fix-none"], Log().Where(e => e.Step == "reject" && e.Round == 1).Select(e => e.Patch!));
        Assert.Equal(3, new ModelGate(folder.Path).Log.Max(e => e.Champion));
    }

    private void Run(Bench bench, ImproveOptions? options = null)
    {
        var versions = new DataVersions(folder.At("versions"));
        var first = versions.Begin([.. Enumerable.Range(0, 6).Select(i => new Example { Id = $"{i}", Text = $"text {i}", Labels = [i < 4 ? "wrong" : "right"] })]);
        bench.Versions = versions;
        new ImproveLoop(bench, versions, new ModelGate(folder.Path), new ImproveLog(folder.At("improve.jsonl")), options ?? new(), said.Add).Run(first, CancellationToken.None);
    }

    private IReadOnlyList<ImproveEntry> Log() => new ImproveLog(folder.At("improve.jsonl")).Entries;

    /// <summary>A world in which a model is as good as its labels are right, and each call may be the last.</summary>
    private sealed class Bench(TemporaryFolder folder) : IWorkbench
    {
        private int calls;

        public int DiesAfter { get; init; } = int.MaxValue;

        public bool UselessPatch { get; init; }

        public DataVersions? Versions { get; set; }

        public IReadOnlyList<Cause> Find(DataVersion version, IReadOnlyList<RecipeChange> recipe)
        {
            Call();
            var causes = new List<Cause>();
            if (UselessPatch && !version.Patches.Contains("fix-none")) causes.Add(Cause("useless", "none", Fix("fix-none", ["5"], "right")));
            if (Wrong(version) == 4 || (Wrong(version) == 2 && !version.Patches.Contains("fix-one"))) causes.Add(Cause("small", "one", Fix("fix-one", ["0", "1"], "wrong")));
            if (!version.Patches.Contains("fix-two")) causes.Add(Cause("large", "two", Fix("fix-two", ["2", "3"], "wrong") with { Recipe = [new("data.sampling", "over")] }));
            return causes;
        }

        public ProxyGain? Proxy(DataVersion version, IReadOnlyList<RecipeChange> recipe, Patch patch)
        {
            Call();
            return new(patch.Id switch { "fix-none" => 0.9, "fix-two" => 0.5, _ => 0.1 }, 0, 1, 0.01, 0, 0);
        }

        public TrainedModel Train(DataVersion version, IReadOnlyList<RecipeChange> recipe)
        {
            Call();
            var place = folder.At($"trial-{version.Hash[..8]}");
            Directory.CreateDirectory(place);
            File.WriteAllText(Path.Combine(place, "model"), $"{Wrong(version)} wrong{(recipe.Any(r => r.New == "over") ? ", over" : "")}");
            return new(place, new(-Wrong(version), [.. Enumerable.Range(0, 40).Select(_ => -(double)Wrong(version))]), -Wrong(version));
        }

        private int Wrong(DataVersion version) => Versions!.Examples(version).Count(e => e.Label == "wrong");

        private void Call()
        {
            if (++calls > DiesAfter) throw new InvalidOperationException("killed");
        }

        private static Cause Cause(string kind, string subject, Patch patch) => new() { Kind = kind, Subject = subject, Evidence = "", PValue = 0.001, Patches = [patch] };

        private static Patch Fix(string id, string[] examples, string old) => new()
        {
            Id = id, Kind = "relabel",
            Corrections = [.. examples.Select(e => new Correction { Id = $"{id}-{e}", ExampleId = e, Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels(old), New = Annotation.OfLabels("right"), Author = "t", Time = DateTimeOffset.UnixEpoch })],
        };
    }
}
